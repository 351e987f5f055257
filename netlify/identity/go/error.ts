import { quoteCharacter } from "./quote.ts";

/** An error whose text is, to the letter, the one a package of Go's would give. */
export class GoError extends Error {
  override name = "GoError";
}

/** encoding/json shows an offending byte as the Latin-1 character of that number. */
export function quoteByte(byte: number): string {
  return quoteCharacter(String.fromCharCode(byte));
}
