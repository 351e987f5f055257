import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Readable by its owner only: these files hold password hashes and links that open accounts. */
export const OWNER_ONLY = 0o600;

/** Where a file is written until it is whole. A crash may leave it behind; the next start takes it away. */
export function draftOf(path: string): string {
  return `${path}.new`;
}

/** Writes a file and flushes it, all in one go. Throws what the disk says, and then there is no such file. */
export function writeDraft(draft: string, chunks: Iterable<Buffer>): void {
  let fd: number | undefined;
  try {
    fd = openSync(draft, "w", OWNER_ONLY);
    for (const chunk of chunks) writeAll(fd, chunk);
    fsyncSync(fd);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** As `writeDraft`, but everybody else gets a turn after each chunk. */
export async function writeDraftSlowly(draft: string, chunks: Iterable<Buffer>): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(draft, "w", OWNER_ONLY);
    for (const chunk of chunks) await handle.appendFile(chunk);
    await handle.sync();
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    await handle?.close();
  }
}

/** Puts a flushed draft in its place in one step, and sees to it that the directory remembers. */
export function putInPlace(draft: string, path: string): void {
  renameSync(draft, path);
  const directory = openSync(dirname(path), "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

export function writeAll(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
