import { GoError } from "./error.ts";

const FOREIGN = /[^A-Za-z0-9_-]/;

/** base64url without padding, as golang-jwt decodes the parts of a token. Throws GoError with Go's text. */
export function decodeBase64Url(text: string): Buffer {
  const foreign = text.search(FOREIGN);
  if (foreign >= 0) throw new GoError(`illegal base64 data at input byte ${foreign}`);
  if (text.length % 4 === 1) throw new GoError(`illegal base64 data at input byte ${text.length - 1}`);
  return Buffer.from(text, "base64url");
}
