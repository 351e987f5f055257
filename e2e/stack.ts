import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";
import { startNetlifyDesk } from "./netlify/desk.ts";
import { startProgram } from "./process-group.ts";

export type Rank = "owner" | "admin" | "support" | "viewer";

export interface Seeds {
  staff: { rank: Rank; email: string; password: string }[];
  /** Addresses that the demo directory knows. */
  known: string[];
}

/** A running product, with its people. */
export interface Stack {
  url: string;
  /** Where its Identity shows its mails, where that is not at `url`. */
  mailbox?: string;
  seeds: Seeds;
  stop(): Promise<void>;
}

const server = path.resolve("dist/local/main.mjs");
const startLimit = 60_000;

/**
 * Starts the built product with data of its own: as `npm start` serves it, or, where DESK_STACK is "netlify-dev", under the
 * real netlify dev behind the local Identity.
 * @throws with everything it printed, when it ends or does not get ready
 */
export function startStack(env: Record<string, string> = {}): Promise<Stack> {
  return process.env.DESK_STACK === "netlify-dev" ? startNetlifyDesk(env) : startLocalDesk(env);
}

async function startLocalDesk(env: Record<string, string>): Promise<Stack> {
  const data = await mkdtemp(path.join(tmpdir(), "identity-desk-"));
  const port = await freePort();
  const program = await startProgram([server, "--port", String(port), "--data", data], {
    env: { ...process.env, ...env },
    ready: /^Ready on /m,
    limitMs: startLimit,
  });
  const url = `http://localhost:${port}`;
  return {
    url,
    seeds: await seedsOf(url),
    async stop() {
      await program.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function seedsOf(url: string): Promise<Seeds> {
  const response = await fetch(`${url}/__dev/seeds`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url}/__dev/seeds answered ${response.status}: ${await response.text()}`);
  return response.json() as Promise<Seeds>;
}
