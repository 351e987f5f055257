import { GoError } from "./error.ts";
import { quoteBytes } from "./quote.ts";

const MAX_UINT64 = 2n ** 64n - 1n;
const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** strconv.ParseUint(text, 10, 64) on one character per byte. Throws GoError with Go's text. */
export function parseUint(byteString: string): bigint {
  let value = 0n;
  for (const character of byteString) {
    if (character < "0" || character > "9") throw parseError(byteString, "invalid syntax");
    value = value * 10n + BigInt(character);
    if (value > MAX_UINT64) throw parseError(byteString, "value out of range");
  }
  if (byteString === "") throw parseError(byteString, "invalid syntax");
  return value;
}

/** strconv.ParseBool; undefined when it is neither. */
export function parseBool(text: string): boolean | undefined {
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : undefined;
}

function parseError(byteString: string, reason: string): GoError {
  return new GoError(`strconv.ParseUint: parsing ${quoteBytes(Buffer.from(byteString, "latin1"))}: ${reason}`);
}
