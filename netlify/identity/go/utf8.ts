import { isUtf8 } from "node:buffer";
import { splitUtf8 } from "./quote.ts";
import { trim } from "./trim.ts";

/** Bytes as Go turns them into text: every bad byte becomes one U+FFFD (the platform decoder merges some). */
export function goText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let out = "";
  for (const part of splitUtf8(bytes)) out += typeof part === "number" ? "\ufffd" : part;
  return out;
}

/** Text of a header value or a query part, which node hands over as one character per byte. */
export function textOfBytes(byteString: string): string {
  return goText(Buffer.from(byteString, "latin1"));
}

const SPACE =
  "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** Go's strings.TrimSpace: knows U+0085 and not U+FEFF, unlike String.prototype.trim. */
export function trimSpace(text: string): string {
  return trim(text, SPACE);
}
