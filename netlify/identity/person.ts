import { confirm } from "./accounts.ts";
import type { App } from "./call.ts";
import type { Json, JsonMap } from "./go/json-decode.ts";
import { parseUuid } from "./go/uuid.ts";
import { messageOf } from "./http/errors.ts";
import { actorOf, operatorActor, type User, userJson } from "./models/user.ts";
import { contains } from "./mysql/like.ts";
import { type SeedPerson, seedUser } from "./seed.ts";
import { userOf } from "./store/rows.ts";
import { issueTokens, tokenJson } from "./tokens.ts";

/** Where an account stands; Identity itself has no word for it. */
export type PersonState = "active" | "unconfirmed" | "invited";

/** One account as whoever owns this machine may see it. */
export interface Person {
  /** As the admin API shows it. */
  user: Record<string, Json>;
  state: PersonState;
  hasPassword: boolean;
  /** Refresh tokens that still work. */
  sessions: number;
}

export type PersonLine = Pick<Person, "user" | "state">;

/** What is given replaces what is stored, metadata as a whole. */
export interface PersonChange {
  email?: string;
  password?: string;
  /** Confirms the account now, again too. */
  confirm?: boolean;
  app_metadata?: JsonMap;
  user_metadata?: JsonMap;
}

/** One account at a time, for the console. A change is logged as the operator's, and the hooks hear of it. */
export interface PersonDesk {
  /** Newest first. `q` is looked for literally where the admin API's filter looks: in addresses and full names. */
  find(query: { q: string; offset: number; limit: number }): { people: PersonLine[]; total: number };
  /** How many of the newest `limit` accounts are in each state. */
  states(limit: number): Record<PersonState, number>;
  get(id: string): Person | undefined;
  /** An account as if it had always been there: no mail, no hook. undefined when the address is taken. */
  create(person: SeedPerson): Person | undefined;
  /** undefined when there is no such account. Throws what the database or the hash refuses. */
  change(id: string, change: PersonChange): Promise<Person | undefined>;
  /** A session as `POST /token` answers it, logged as a login; no password is asked for, and no hook. */
  signIn(id: string): Promise<Record<string, Json> | undefined>;
  /** False when there is no such account. */
  remove(id: string): Promise<boolean>;
}

export function createPersonDesk(app: App): PersonDesk {
  const { store } = app;
  const find = (id: string): User | undefined => {
    const row = store.users().get(parseUuid(id) ?? "");
    return row && userOf(row);
  };
  const get = (id: string) => personOf(app, find(id));
  return {
    get,
    find({ q, offset, limit }) {
      const matcher = q === "" ? undefined : contains(q.replace(/[\\%_]/g, "\\$&"));
      const { rows, total } = store.users().page({ aud: undefined, matcher, ascending: false, offset, limit });
      return { people: rows.map((row) => lineOf(userOf(row))), total };
    },
    states(limit) {
      const counts: Record<PersonState, number> = { active: 0, unconfirmed: 0, invited: 0 };
      const { rows } = store.users().page({ aud: undefined, matcher: undefined, ascending: false, offset: 0, limit });
      for (const row of rows) counts[stateOf(row)] += 1;
      return counts;
    },
    create(person) {
      const user = seedUser(person, { ...app, now: app.now() });
      if (store.users().byEmail(user.email, user.aud)) return undefined;
      store.load([user]);
      return get(user.id);
    },
    async change(id, change) {
      const user = find(id);
      if (!user) return undefined;
      await applyChange(app, user, change);
      await tellHook(app, user, "usermodified");
      return get(id);
    },
    async signIn(id) {
      const user = find(id);
      if (!user) return undefined;
      const session = await store.transaction((tx) => {
        tx.log({ actor: actorOf(user), action: "login" });
        return issueTokens({ app }, tx, user);
      });
      return JSON.parse(tokenJson({ app }, session));
    },
    async remove(id) {
      const user = find(id);
      if (!user) return false;
      await store.transaction((tx) => {
        tx.log({ actor: operatorActor(), action: "user_deleted", on: user });
        tx.deleteUser(user.id);
      });
      await tellHook(app, user, "userdeleted");
      return true;
    },
  };
}

function lineOf(user: User): PersonLine {
  return { user: JSON.parse(userJson(user)), state: stateOf(user) };
}

function personOf({ store }: App, user: User | undefined): Person | undefined {
  if (!user) return undefined;
  const tokens = store.tokens().list();
  const sessions = tokens.filter(({ user_id, revoked }) => user_id === user.id && !revoked).length;
  return { ...lineOf(user), hasPassword: user.encrypted_password !== "", sessions };
}

function stateOf({ confirmed_at, invited_at }: Pick<User, "confirmed_at" | "invited_at">): PersonState {
  if (confirmed_at !== undefined) return "active";
  return invited_at === undefined ? "unconfirmed" : "invited";
}

async function applyChange(app: App, user: User, change: PersonChange): Promise<void> {
  const { email, password, app_metadata, user_metadata } = change;
  const hash = password === undefined ? undefined : await app.passwords.hash(password);
  await app.store.transaction((tx) => {
    if (change.confirm) confirm({ app }, tx, user);
    Object.assign(user, defined({ email, encrypted_password: hash, app_metadata, user_metadata }));
    tx.updateUser(user, ["email", "encrypted_password", "app_metadata", "user_metadata"]);
    tx.log({ actor: operatorActor(), action: "user_modified", on: user });
  });
}

function defined(given: Partial<User>): Partial<User> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The change is kept already, so a failing hook is only logged. */
async function tellHook(app: App, user: User, event: "usermodified" | "userdeleted"): Promise<void> {
  try {
    await app.store.transaction((tx) => app.webhooks.trigger(event, user, tx));
  } catch (error) {
    app.log(`the ${event} hook failed: ${messageOf(error)}`);
  }
}
