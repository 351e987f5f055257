import type { ProviderName } from "../settings.ts";

/** Somebody whom the stand-in can vouch for. */
export interface Persona {
  /** Whole name, may be empty. */
  name: string;
  /** Address of a picture, may be empty. */
  picture: string;
  /** The primary address first; none at all for somebody who keeps it private. */
  emails: PersonaEmail[];
}

export interface PersonaEmail {
  email: string;
  verified: boolean;
}

/** What a provider can say of a person. */
export interface Abilities {
  /** As people know it. */
  title: string;
  /** Tells whether an address is verified; Facebook's always count as such. */
  unverified: boolean;
  /** Lists further addresses. */
  further: "none" | "verified-or-not" | "never-verified";
  /** Its picture reaches the account. */
  picture: boolean;
}

export const ABILITIES: Record<ProviderName, Abilities> = {
  google: { title: "Google", unverified: true, further: "none", picture: true },
  github: { title: "GitHub", unverified: true, further: "verified-or-not", picture: true },
  gitlab: { title: "GitLab", unverified: true, further: "never-verified", picture: true },
  bitbucket: { title: "Bitbucket", unverified: true, further: "verified-or-not", picture: false },
  facebook: { title: "Facebook", unverified: false, further: "none", picture: true },
};

const ADA: Persona = { name: "Ada Example", picture: "", emails: [{ email: "ada@example.com", verified: true }] };
const UMA: Persona = { name: "Uma Unverified", picture: "", emails: [{ email: "uma@example.com", verified: false }] };
const NORA: Persona = { name: "Nora Noaddress", picture: "", emails: [] };

/** The ready ones, by a name that stays the same for tests. */
export function readyPersonas(provider: ProviderName): Map<string, Persona> {
  const { unverified, further } = ABILITIES[provider];
  const several: Persona = {
    name: "Sam Several",
    picture: "",
    emails: [
      { email: "sam@example.com", verified: true },
      { email: "sam@work.example", verified: further === "verified-or-not" },
      { email: "sam.old@example.net", verified: false },
    ],
  };
  return new Map([
    ["ada", ADA],
    ...(unverified ? [["uma", UMA] as const] : []),
    ...(further === "none" ? [] : [["sam", several] as const]),
    ["nora", NORA],
  ]);
}
