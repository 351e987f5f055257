import type { Identity, SeedPerson } from "#netlify/identity/server.ts";
import { type DemoPerson, demoPeople } from "./seeds/demo-people.ts";
import { generatedPeople } from "./seeds/generated-people.ts";

const DAY_MS = 86_400_000;
/** Everybody of the demo who has a password has this one; it is hashed once. */
const DEMO_PASSWORD = "paper boats drift home";

export interface SeededStaff {
  rank: "owner" | "admin" | "support" | "viewer";
  email: string;
  password: string;
}

/** One sign-in per rank. The owner has no staff role: the address in DESK_OWNERS makes one. */
export const staff: readonly SeededStaff[] = [
  { rank: "owner", email: "owner@example.com", password: "quiet harbour at dawn" },
  { rank: "admin", email: "admin@example.com", password: "copper kettle sings low" },
  { rank: "support", email: "support@example.com", password: "green bicycle by the gate" },
  { rank: "viewer", email: "viewer@example.com", password: "seven lanterns on the hill" },
];

const STAFF_NAMES = { owner: "Olive Owner", admin: "Adam Admin", support: "Sunny Support", viewer: "Vera Viewer" };

function staffAccount({ rank, email, password }: SeededStaff, nowMs: number): SeedPerson {
  const since = new Date(nowMs - 500 * DAY_MS).toISOString();
  return {
    email,
    password,
    created_at: since,
    confirmed_at: since,
    app_metadata: { provider: "email", ...(rank !== "owner" && { roles: [`desk:${rank}`] }) },
    user_metadata: { full_name: STAFF_NAMES[rank] },
  };
}

/** How long the address change asked for by a demo person has been pending does not matter; where to does. */
function nextAddressOf(email: string): string {
  return `new.${email}`;
}

function account(person: DemoPerson, nowMs: number): SeedPerson {
  const ago = (days: number) => new Date(nowMs - days * DAY_MS).toISOString();
  const came = ago(person.cameDaysAgo);
  const { state } = person;
  const suspended = state === "suspended";
  const since = ago(person.seenDaysAgo ?? 0);
  return {
    email: person.email,
    created_at: came,
    ...(state === "invited" ? { invited_at: came } : { password: DEMO_PASSWORD }),
    ...(state === "unconfirmed" && { confirmation_sent_at: came }),
    ...(state !== "invited" && state !== "unconfirmed" && { confirmed_at: came }),
    ...(state === "changing-email" && { new_email: nextAddressOf(person.email) }),
    app_metadata: {
      provider: "email",
      ...(person.roles.length > 0 && !suspended && { roles: person.roles }),
      ...(suspended && { roles: [], desk: { status: "suspended", since, roles: person.roles } }),
    },
    user_metadata: { full_name: person.name },
  };
}

/**
 * Puts the staff and `count` people into an empty store: the demo people first, then generated ones. 40 unless told;
 * the same people every time, with times counted back from `nowMs`.
 */
export function seedPeople(identity: Identity, count = demoPeople.length, nowMs = Date.now()): void {
  const generated = generatedPeople(Math.max(0, count - demoPeople.length));
  const people = [...demoPeople.slice(0, count), ...generated];
  identity.people.add([
    ...staff.map((member) => staffAccount(member, nowMs)),
    ...people.map((person) => account(person, nowMs)),
  ]);
}
