import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const PATIENCE_MS = 2000;
const RETRY_MS = 100;

/** Locks of this process: another one may have had the same number, so the file alone does not tell. */
const held = new Set<string>();

/**
 * Claims `path`, a file that holds the number of a process; returns what gives it back. A lock left by a process that
 * died is taken over; one that is just ending is waited for, the thread blocked, up to two seconds.
 * Throws what `inUse` makes of the holder's number, or what the file system throws.
 */
export function takeLock(path: string, inUse: (holder: number) => Error): () => void {
  const lock = resolve(path);
  if (held.has(lock)) throw inUse(process.pid);
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryToLock(lock)) {
    const holder = holderOf(lock);
    if (holder === undefined) continue;
    if (!isRunning(holder)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (Date.now() >= deadline) throw inUse(holder);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    rmSync(lock, { force: true });
  };
}

function tryToLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** undefined: given back just now. */
function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return codeOf(error) === "EPERM" && !isZombie(pid);
  }
}

/** A dead process whose parent has not looked yet still takes signals; Linux tells its state behind its name. */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // Another system, or it is gone by now: the next try tells.
    return false;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
