import { randomBytes } from "node:crypto";
import type { ProviderName } from "../settings.ts";
import type { Persona } from "./persona.ts";

/** For whom a code or a token was given. */
export interface Grant {
  provider: ProviderName;
  persona: Persona;
}

/** Codes, exchanged once for tokens; neither lives long. */
export interface Grants {
  code(grant: Grant): string;
  /** The access token for a code of this provider, undefined when there is none: never given, used, or too old. */
  exchange(provider: ProviderName, code: string): string | undefined;
  /** Whom a token speaks for. */
  personOf(provider: ProviderName, token: string): Persona | undefined;
}

/** As long as a state may be on its way. */
const CODE_MS = 5 * 60_000;
const TOKEN_MS = 60_000;
/** Nobody signs in more often than this before the oldest is used; it bounds what a loop can pile up. */
const MOST = 1_000;

/** `now` in milliseconds. */
export function createGrants(now: () => number): Grants {
  const codes = openTickets<Grant>(now, CODE_MS);
  const tokens = openTickets<Grant>(now, TOKEN_MS);
  return {
    code: (grant) => codes.issue(grant),
    exchange(provider, code) {
      const grant = codes.find(code);
      if (grant?.provider !== provider) return undefined;
      codes.end(code);
      return tokens.issue(grant);
    },
    personOf(provider, token) {
      const grant = tokens.find(token);
      return grant?.provider === provider ? grant.persona : undefined;
    },
  };
}

function openTickets<T>(now: () => number, lifetime: number) {
  const tickets = new Map<string, { value: T; issued: number }>();
  return {
    issue(value: T): string {
      const [oldest] = tickets.keys();
      if (tickets.size >= MOST && oldest !== undefined) tickets.delete(oldest);
      const ticket = randomBytes(20).toString("hex");
      tickets.set(ticket, { value, issued: now() });
      return ticket;
    },
    find(ticket: string): T | undefined {
      const found = tickets.get(ticket);
      if (!found) return undefined;
      const age = now() - found.issued;
      return age >= 0 && age < lifetime ? found.value : undefined;
    },
    end: (ticket: string) => void tickets.delete(ticket),
  };
}
