import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID, as Netlify gives every request: 48 bits of time, 80 of chance, sortable. */
export function newRequestId(nowMs = Date.now()): string {
  let time = "";
  for (let rest = nowMs, index = 0; index < 10; index += 1, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  const chance = Array.from(randomBytes(16), (byte) => ALPHABET.charAt(byte % 32));
  return time + chance.join("");
}
