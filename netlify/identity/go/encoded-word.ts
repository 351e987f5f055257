import { GoError } from "./error.ts";
import { quote } from "./quote.ts";
import { goText } from "./utf8.ts";

export interface DecodedWord {
  text: string;
  encoded: boolean;
}

/** One word of a mail header after RFC 2047, `=?utf-8?q?a?=`. A charset Go does not know throws; a broken word stays. */
export function decodeWord(word: string): DecodedWord {
  const parts = /^=\?([^?]+)\?([bBqQ])\?([^?]*)\?=$/.exec(word);
  const [, charset = "", encoding = "", text = ""] = parts ?? [];
  if (!parts || word.length < 8) return { text: word, encoded: false };
  const bytes = encoding.toLowerCase() === "b" ? fromBase64(text) : fromQuoted(text);
  if (!bytes) return { text: word, encoded: false };
  return { text: inCharset(charset, bytes), encoded: true };
}

function inCharset(charset: string, bytes: Buffer): string {
  const name = charset.toLowerCase();
  if (name === "utf-8") return goText(bytes);
  if (name === "iso-8859-1") return bytes.toString("latin1");
  if (name === "us-ascii") return bytes.toString("latin1").replace(/[\u0080-\u00ff]/g, "\ufffd");
  throw new GoError(`charset not supported: ${quote(charset)}`);
}

function fromBase64(text: string): Buffer | undefined {
  const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return good ? Buffer.from(text, "base64") : undefined;
}

function fromQuoted(text: string): Buffer | undefined {
  if (!/^(?:=[0-9a-fA-F]{2}|[\t\n\r -<>-~])*$/.test(text)) return undefined;
  const plain = text.replace(/_/g, " ");
  const bytes = plain.replace(/=([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}
