import { randomUUID } from "node:crypto";
import type { Call } from "./call.ts";
import type { JsonMap } from "./go/json-decode.ts";
import { trimSpace } from "./go/utf8.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { blankUser, mergeMetadata, type User } from "./models/user.ts";
import { userOf } from "./store/rows.ts";
import type { Transaction } from "./store/transaction.ts";

// What upstream's User does to its own row.

const MAX_PASSWORD_BYTES = 72;

export interface NewAccount {
  email: string;
  /** Empty: the account has no password. */
  password: string;
  aud: string;
  data: JsonMap | null;
  provider: string;
}

/** An account object not stored yet; `hash` is its stored password. */
export function newUser(call: Call, { email, aud, data, provider }: NewAccount, hash: string): User {
  const now = call.app.now();
  return blankUser({
    id: randomUUID(),
    aud,
    email,
    encrypted_password: hash,
    app_metadata: new Map([["provider", provider]]),
    user_metadata: data,
    created_at: now,
    updated_at: now,
  });
}

/** Creates an account by signup, invite or provider and asks the `validate` hook about it. */
export async function signupNewUser(call: Call, tx: Transaction, account: NewAccount): Promise<User> {
  const { passwords, settings, webhooks } = call.app;
  const hash = await failAs(500, "Database error creating user", () => hashUnlessEmpty(passwords, account.password));
  const user = newUser(call, account, hash);
  await failAs(500, "Database error saving new user", () => tx.insertUser(user));
  await failAs(500, "Database error updating user", () => setRole(tx, user, settings.jwt.defaultGroup));
  await webhooks.trigger("validate", user, tx);
  return user;
}

/** The account with this address in this audience, by the database's idea of equality. */
export function findByEmail(call: Call, email: string, aud: string): User | undefined {
  const row = call.app.store.users().byEmail(email, aud);
  return row && userOf(row);
}

export function findById(call: Call, id: string): User | undefined {
  const row = call.app.store.users().get(id);
  return row && userOf(row);
}

export function setRole(tx: Transaction, user: User, role: string): void {
  user.role = trimSpace(role);
  tx.updateUser(user, ["role"]);
}

export function setEmail(tx: Transaction, user: User, email: string): void {
  user.email = email;
  tx.updateUser(user, ["email"]);
}

/** 422 for a password that bcrypt would cut, where strictness asks; else the endpoint's own 500 says it later. */
export function validatePassword({ app }: Call, password: string): void {
  if (Buffer.byteLength(password) <= MAX_PASSWORD_BYTES || !app.strictness.isOn("password_cap")) return;
  throw new HttpError(422, `Password exceeds the maximum length of ${MAX_PASSWORD_BYTES} bytes`);
}

/** Throws for more than 72 bytes. */
export async function setPassword(call: Call, tx: Transaction, change: { user: User; password: string }) {
  change.user.encrypted_password = await call.app.passwords.hash(change.password);
  tx.updateUser(change.user, ["encrypted_password"]);
}

export function updateUserMetadata(tx: Transaction, user: User, changes: JsonMap | null): void {
  user.user_metadata = mergeMetadata(user.user_metadata, changes);
  tx.updateUser(user, ["user_metadata"]);
}

export function updateAppMetadata(tx: Transaction, user: User, changes: JsonMap | null): void {
  user.app_metadata = mergeMetadata(user.app_metadata, changes);
  tx.updateUser(user, ["app_metadata"]);
}

/** Confirms the account now, again too, and makes a pending confirmation or invite link useless. */
export function confirm(call: Pick<Call, "app">, tx: Transaction, user: User): void {
  user.confirmation_token = "";
  user.confirmed_at = call.app.now();
  tx.updateUser(user, ["confirmation_token", "confirmed_at"]);
}

async function hashUnlessEmpty(passwords: Call["app"]["passwords"], password: string): Promise<string> {
  return password === "" ? "" : passwords.hash(password);
}
