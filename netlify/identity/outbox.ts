import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { messageOf } from "./http/errors.ts";
import { JournalError } from "./store/journal-error.ts";

/** A mail as the outbox keeps it; `links` are the addresses a reader could follow. */
export interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  html: string;
  links: string[];
  sent_at: string;
}

export interface Outbox {
  /** Oldest first. */
  mails(): readonly Mail[];
  /** On the disk when it returns; a disk that refuses is told to the log, and the mail stays in memory only. */
  add(mail: Mail): void;
  clear(): void;
  close(): void;
}

const MAX_KEPT = 5000;
const LINE_END = 0x0a;

interface OutboxOptions {
  /** A file of its own, guarded by the lock of the journal beside it; absent: memory only. */
  path: string | undefined;
  log: (line: string) => void;
}

/** Opens the outbox, one JSON line per mail. Throws JournalError, naming the file, when it holds something else. */
export function openOutbox({ path, log }: OutboxOptions): Outbox {
  const file = path === undefined ? undefined : openMailFile(path, log);
  const mails = file?.found ?? [];
  return {
    mails: () => mails,
    add(mail) {
      mails.push(mail);
      if (mails.length > MAX_KEPT) mails.shift();
      try {
        file?.append(mail);
      } catch (error) {
        log(`cannot keep the mail to ${mail.to.join(", ")}: ${messageOf(error)}; it is gone after a restart`);
      }
    },
    clear() {
      mails.length = 0;
      file?.truncate();
    },
    close: () => file?.close(),
  };
}

function openMailFile(path: string, log: (line: string) => void) {
  const bytes = readBytes(path);
  const end = bytes.lastIndexOf(LINE_END) + 1;
  const found = mailsOf(bytes.subarray(0, end), path);
  if (end < bytes.length) log(`${path}: dropped ${bytes.length - end} bytes of a mail that was cut short`);
  const kept = found.slice(-MAX_KEPT);
  if (kept.length < found.length) rewrite(path, kept);
  const fd = openSync(path, "a", 0o600);
  let length = kept.length < found.length ? Buffer.byteLength(linesOf(kept)) : end;
  ftruncateSync(fd, length);
  return {
    found: kept,
    append(mail: Mail) {
      length = appendLine(fd, length, Buffer.from(linesOf([mail])));
    },
    truncate() {
      ftruncateSync(fd, 0);
      fdatasyncSync(fd);
      length = 0;
    },
    close: () => closeSync(fd),
  };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw new JournalError(`cannot use ${path}: ${messageOf(error)}`);
  }
}

function mailsOf(lines: Buffer, path: string): Mail[] {
  const texts = lines.toString("utf8").split("\n").slice(0, -1);
  return texts.map((text, index) => mailOf(text) ?? refuse(path, index + 1));
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

function linesOf(mails: readonly Mail[]): string {
  return mails.map((mail) => `${JSON.stringify(mail)}\n`).join("");
}

/** All of the line or nothing of it: half a line would spoil the next one. */
function appendLine(fd: number, length: number, bytes: Buffer): number {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
    fdatasyncSync(fd);
    return length + bytes.length;
  } catch (error) {
    ftruncateSync(fd, length);
    throw error;
  }
}

function rewrite(path: string, mails: readonly Mail[]): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, "w", 0o600);
  appendLine(fd, 0, Buffer.from(linesOf(mails)));
  fsyncSync(fd);
  closeSync(fd);
  renameSync(draft, path);
}
