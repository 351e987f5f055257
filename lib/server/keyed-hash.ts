import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA-256 as base64url: what stands for an address or an id in a key of the store. `purpose` keeps the kinds apart. */
export function keyedHash(secret: string, purpose: string, text: string): string {
  return createHmac("sha256", secret).update(`${purpose}\0${text}`).digest("base64url");
}

/** Compares secrets in constant time, whatever their lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
