import { mailboxKey, mailboxOf } from "./mailbox.ts";
import { skeleton } from "./skeleton.ts";

/**
 * What an address looks like: two look alike when they share a key. The first is of its small letters; a second one is of the
 * letters as typed, where that differs, for a capital I is drawn like a small l.
 */
export function looksOf(address: string): string[] {
  const mailbox = mailboxOf(address);
  const small = skeleton(mailboxKey(mailbox));
  const typed = `${mailbox.local}@${mailbox.typedDomain}`;
  if (typed === typed.toLowerCase()) return [small];
  const drawn = skeleton(typed);
  return drawn === small ? [small] : [small, drawn];
}

/** Whether two addresses look alike or are the same. */
export function looksLike(a: string, b: string): boolean {
  const looks = looksOf(b);
  return looksOf(a).some((look) => looks.includes(look));
}
