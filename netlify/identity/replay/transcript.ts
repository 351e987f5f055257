import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One case recorded from a real GoTrue: settings and steps in order. The texts hold placeholders. */
export interface Transcript {
  name: string;
  about: string;
  config: Record<string, string>;
  crafted?: Record<string, Crafted>;
  jwts?: Record<string, { header: string; claims: string; lifetime_s_about?: number }>;
  steps: Step[];
}
/** A token the caller makes: given whole, or signed from parts; a time like "+3600" is relative to now. */
type Crafted = { token: string } | { header: Record<string, unknown>; claims: Record<string, unknown>; secret: string };

export type Headers = Record<string, string | string[]>;
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  delay_ms?: number;
}
export interface OutsideCall {
  request: { method: string; path: string; headers?: Headers; authorization?: string; body?: string };
}
export interface Step {
  wait_ms?: number;
  hook_answers?: Answer[];
  provider_answers?: Record<string, Answer>;
  request?: { method: string; path: string; headers?: Headers; body?: string };
  response?: { status?: number; headers?: Headers; body?: string; closed?: boolean; took_s?: number };
  mails?: { to: string[]; from: string; subject: string; links: string[] }[];
  hook_calls?: OutsideCall[];
  provider_calls?: OutsideCall[];
  unordered?: boolean;
}

/** Where the recording had its hook, its provider and a port that nobody listens on. */
export interface Addresses {
  hook: string;
  provider: string;
  nobody: string;
}
const RECORDED: Addresses = { hook: "127.0.0.1:7701", provider: "127.0.0.1:7700", nobody: "127.0.0.1:7799" };

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "transcripts");

/** Names of all recorded cases. */
export function transcriptNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

/** A case with the recorded addresses replaced throughout. */
export function loadTranscript(name: string, { hook, provider, nobody }: Addresses): Transcript {
  const text = readFileSync(join(folder, `${name}.json`), "utf8")
    .replaceAll(RECORDED.hook, hook)
    .replaceAll(RECORDED.provider, provider)
    .replaceAll(RECORDED.nobody, nobody);
  return JSON.parse(text) as Transcript;
}
