import type { Exchange } from "./replay.ts";

/** Where an answer is not the recorded one, and why. An entry that replays equal fails the replay. */
export interface KnownDifference {
  case: string;
  /** Index in the case's steps; absent: the whole case. */
  step?: number;
  reason: string;
}

export const knownDifferences: KnownDifference[] = [];

/** Differences that no recorded exchange shows. The README lists them. */
export const unrecordedDifferences = [
  "One-time and refresh tokens are compared exactly, and an unset one never matches; upstream ignores case and trailing blanks.",
  "The log keeps its newest 20,000 entries; upstream keeps all.",
  "Of used refresh tokens the newest 10,000 are remembered, which clear the cookie when they come again; an older one is as any unknown token.",
  "Mails never leave the machine: they are in the outbox, from `identity@localhost` where no sender is set.",
  "Mail templates know fields, `if`, `else`, `end` and comments of Go's `html/template`; any other action falls back to the default mail.",
  "Hooks and mail templates may be on this machine; upstream refuses private addresses.",
  "`npm run identity -- --site URL` lets that one origin send `X-Nf-Client` and read `Link` and `X-Total-Count`, as gotrue-js needs across origins.",
  "Times are always in UTC, and as exact as the clock's milliseconds.",
  "Rows of one second are listed in the order they were made; upstream breaks ties at random.",
  "Malformed HTTP is refused by node's parser where Go's lets it pass: raw bytes above 0x7f in a path, bare line feeds in a hook's answer.",
  "A mail whose request fails after it was written is not sent; upstream has sent it by then (a new address of more than 255 characters).",
  "Parts of a multipart form in quoted-printable, and boundaries given as `boundary*=`, are taken as they stand.",
  "SAML cannot be switched on; it answers as upstream does while it is off.",
  "There is one instance: no `/instances`, no `x-nf-sign`.",
];

/** What differs and is not listed, and what is listed and does not differ. */
export function judge(name: string, exchanges: Exchange[], known: KnownDifference[]) {
  const covers = (entry: KnownDifference, { step }: Exchange) => entry.step === undefined || entry.step === step;
  const entries = known.filter((entry) => entry.case === name);
  const different = exchanges.filter(({ differences }) => differences.length > 0);
  return {
    unexpected: different.filter((exchange) => !entries.some((entry) => covers(entry, exchange))),
    rotten: entries.filter((entry) => !different.some((exchange) => covers(entry, exchange))),
  };
}
