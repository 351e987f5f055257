/** A fresh attempt id: 128 random bits as 32 hexadecimal digits. Whoever holds it may read why that signup was refused. */
export function newAttempt(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
