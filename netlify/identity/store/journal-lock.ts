import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { JournalError } from "./journal-error.ts";

/** Locks of this process: another one may have had the same number, so the file alone does not tell. */
const held = new Set<string>();

/** Claims a journal for this process; returns what gives it back. A lock left by a process that died is taken over. */
export function lockJournal(path: string): () => void {
  const lock = resolve(`${path}.lock`);
  if (!tryToLock(lock)) {
    const holder = Number(readFileSync(lock, "utf8"));
    if (held.has(lock) || isRunning(holder)) {
      throw new JournalError(
        `${path} is in use by process ${holder}. Two servers on one journal would ruin it: stop that one, or choose another directory.`,
      );
    }
    rmSync(lock);
    if (!tryToLock(lock)) throw new JournalError(`${path} was taken by another process just now.`);
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    rmSync(lock, { force: true });
  };
}

function tryToLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new JournalError(`cannot write ${lock}: ${error instanceof Error ? error.message : error}`);
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
