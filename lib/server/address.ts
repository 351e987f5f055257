import { domainToASCII, domainToUnicode } from "node:url";
import { EmailAddress } from "#lib/contract/email-address.ts";

const HOST_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9_-]*[a-z][a-z0-9_-]*$/;

/** The steps by which addresses are made comparable, in their order. What somebody typed is what is stored. */
const steps = {
  trim: (text: string) => text.trim(),
  nfc: (text: string) => text.normalize("NFC"),
  // Lower-casing can leave what NFC would compose.
  lowerCase: (text: string) => text.toLowerCase().normalize("NFC"),
  asciiDomain: (text: string) => {
    const at = text.lastIndexOf("@");
    return `${text.slice(0, at)}@${domainToASCII(text.slice(at + 1))}`;
  },
} as const;

/** The form in which addresses are compared and looked up, or undefined where this is no plain address (display name, blanks, no host name). */
export function normaliseAddress(typed: string): string | undefined {
  if (!EmailAddress.safeParse(typed).success) return undefined;
  const address = Object.values(steps).reduce((text, step) => step(text), typed);
  const domain = address.slice(address.lastIndexOf("@") + 1);
  // "1.2.3" is taken for an IPv4 address, which has no letter in its last label.
  if (!HOST_NAME.test(domain) || domain.length > 253) return undefined;
  return EmailAddress.safeParse(address).success ? address : undefined;
}

/** Whether two addresses are the same person's after normalising. An unusable address is nobody's. */
export function sameAddress(a: string, b: string): boolean {
  const left = normaliseAddress(a);
  return left !== undefined && left === normaliseAddress(b);
}

/** How one address may stand in Identity, which stores what was typed: so, and with its domain in ASCII or in Unicode. */
export function spellings(address: string): string[] {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  const domains = [domain, domainToASCII(domain), domainToUnicode(domain)].filter((form) => form !== "");
  const forms = domains.map((form) => `${address.slice(0, at)}@${form}`);
  return [...new Map(forms.map((form) => [collationKey(form), form])).values()];
}

const DOTLESS_I = "\u{e000}";

/**
 * Equal for addresses that Identity's database takes for equal (utf8mb4_unicode_ci: case, accents, compatibility forms
 * and trailing blanks weigh nothing). Exact for ASCII, the usual Latin letters and full-width ones.
 */
export function collationKey(address: string): string {
  return address
    .replaceAll("ı", DOTLESS_I)
    .replaceAll("œ", "oe")
    .replaceAll("Œ", "oe")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{Cc}]/gu, "")
    .toUpperCase()
    .toLowerCase()
    .replace(/\p{Z}/gu, " ")
    .trimEnd();
}
