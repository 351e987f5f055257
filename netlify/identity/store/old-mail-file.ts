import { readFileSync, rmSync } from "node:fs";
import { diskTrouble } from "./disk-trouble.ts";
import { JournalError } from "./journal-error.ts";
import type { Mail } from "./mail-table.ts";

const LINE_END = 0x0a;

/** Mails that the first version kept in a file of their own, one JSON line each. Throws JournalError, naming the file. */
export function readOldMails(path: string): Mail[] {
  const bytes = readIfThere(path);
  // What follows the last line end was cut short by a crash.
  const lines = bytes
    .toString("utf8", 0, bytes.lastIndexOf(LINE_END) + 1)
    .split("\n")
    .slice(0, -1);
  return lines.map((line, index) => mailOf(line) ?? refuse(path, index + 1));
}

export function removeOldMails(path: string): void {
  rmSync(path, { force: true });
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw new JournalError(`cannot use ${path}: ${diskTrouble(error)}`);
  }
}

function mailOf(text: string): Mail | undefined {
  try {
    const mail: Partial<Mail> | null = JSON.parse(text);
    return Array.isArray(mail?.to) && Array.isArray(mail.links) ? (mail as Mail) : undefined;
  } catch {
    // Told by the caller, as for JSON that is no mail.
    return undefined;
  }
}

function refuse(path: string, line: number): never {
  throw new JournalError(
    `${path} holds something else than mails in line ${line}. It was left alone: move it away, or choose another directory.`,
  );
}
