import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "#netlify/identity/store/lock-file.ts";
import type { Secrets } from "./config.ts";

export interface DataDirectory {
  secrets: Secrets;
  /** Paths are absent when nothing is kept. */
  journal: string | undefined;
  blobs: string | undefined;
  unlock(): void;
}

function newSecrets(): Secrets {
  const secret = () => randomBytes(32).toString("hex");
  return { jwt: secret(), desk: secret(), blobs: secret() };
}

/** Two processes on one journal would overwrite each other. */
function lock(path: string): () => void {
  return takeLock(path, (holder) => {
    const by = holder === process.pid ? "this process" : `process ${holder}`;
    return new Error(`The data are in use by ${by}. Stop it, or choose another directory with --data (lock: ${path}).`);
  });
}

function readSecrets(path: string): Secrets | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    const { jwt, desk, blobs }: Partial<Secrets> = JSON.parse(text);
    if (jwt && desk && blobs) return { jwt, desk, blobs };
  } catch {
    // Told below, as for a file that is JSON but not ours.
  }
  throw new Error(`${path} does not hold the local secrets. Move it away or start with --reset.`);
}

/** Opens the directory that keeps everything, or stands in for one with nothing on disk. `reset`: empty it first. */
export function openDataDirectory(directory: string | undefined, reset = false): DataDirectory {
  if (directory === undefined) {
    return { secrets: newSecrets(), journal: undefined, blobs: undefined, unlock: () => undefined };
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = lock(join(directory, "lock"));
  try {
    if (reset) emptyDataDirectory(directory);
    const path = join(directory, "secrets.json");
    const secrets = readSecrets(path) ?? newSecrets();
    writeFileSync(path, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
    return { secrets, journal: join(directory, "identity.journal"), blobs: join(directory, "blobs.journal"), unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Takes away what the local Netlify keeps by itself, and nothing else that may lie there: saved snapshots stay. */
function emptyDataDirectory(directory: string): void {
  const journals = ["identity.journal", "identity.journal.snapshot", "identity.journal.mails", "blobs.journal"];
  const kept = [...journals.flatMap((name) => [name, `${name}.new`, `${name}.compacting`]), "secrets.json"];
  for (const name of kept) rmSync(join(directory, name), { force: true });
}
