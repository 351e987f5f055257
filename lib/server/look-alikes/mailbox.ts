import { domainToASCII, domainToUnicode } from "node:url";

const GMAIL = ["gmail.com", "googlemail.com"];
const PLAIN_HOST = /^(?!.*xn--)[a-z0-9.-]+$/;

/** An address taken apart into what tells mailboxes apart and what does not. */
export interface Mailbox {
  /** Letters as typed; without its tag and, at Gmail, without dots. */
  local: string;
  /** As typed. */
  typedDomain: string;
  /** Small, in Unicode; Gmail by its usual name. */
  domain: string;
  /** With its plus sign, or empty. */
  tag: string;
  /** Typed with dots that Gmail passes over. */
  gmailDots: boolean;
  /** Typed with Gmail's older name. */
  googlemail: boolean;
}

function domainIn(typed: string): string {
  if (PLAIN_HOST.test(typed)) return typed;
  return domainToUnicode(domainToASCII(typed)) || typed.toLowerCase();
}

/** Takes apart whatever was stored as an address; compatibility forms (`ａ`) are their plain letters. */
export function mailboxOf(address: string): Mailbox {
  const text = address.trim().normalize("NFKC");
  const at = text.lastIndexOf("@");
  const typedDomain = text.slice(at + 1);
  const domain = domainIn(typedDomain);
  const name = text.slice(0, Math.max(at, 0));
  // A name may begin with a plus sign: then that is no tag.
  const plus = name.indexOf("+", 1);
  const tag = plus < 0 ? "" : name.slice(plus);
  const local = name.slice(0, name.length - tag.length);
  const isGmail = GMAIL.includes(domain);
  return {
    local: isGmail ? local.replaceAll(".", "") : local,
    typedDomain: isGmail ? "gmail.com" : typedDomain,
    domain: isGmail ? "gmail.com" : domain,
    tag,
    gmailDots: isGmail && local.includes("."),
    googlemail: domain === "googlemail.com",
  };
}

/** Equal for addresses whose mail ends up in the same place, as far as spelling tells: case, plus tag, Gmail's dots and names. */
export function mailboxKey({ local, domain }: Mailbox): string {
  return `${local.toLowerCase()}@${domain}`.normalize("NFKC");
}
