import {
  confirm,
  findByEmail,
  findById,
  newUser,
  setEmail,
  setPassword,
  setRole,
  updateAppMetadata,
  updateUserMetadata,
  validatePassword,
} from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { AdminCall, TargetCall } from "./call.ts";
import { type Decoded, struct } from "./go/json-decode.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { firstValue } from "./go/url.ts";
import { textOfBytes } from "./go/utf8.ts";
import { parseUuid } from "./go/uuid.ts";
import { failAs, HttpError, messageOf } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { DUPLICATE_EMAIL, validateEmail } from "./mail.ts";
import { type User, userJson } from "./models/user.ts";
import { contains } from "./mysql/like.ts";
import { pageHeaders, readPage, windowOf } from "./pagination.ts";
import { readParams } from "./params.ts";
import { sameSecret } from "./same-secret.ts";
import { isAscending } from "./sorting.ts";
import { userOf } from "./store/rows.ts";
import type { Transaction } from "./store/transaction.ts";

const adminUserParams = struct("adminUserParams", {
  aud: "string",
  role: "string",
  email: "string",
  password: "string",
  confirm: "bool",
  user_metadata: "map",
  app_metadata: "map",
});
type Params = Decoded<typeof adminUserParams>;

/** `GET /admin/users`: one page of an audience, with the paging headers. */
export function adminUsers(call: AdminCall): Promise<Reply> {
  return listUsers(call, false);
}

/** `GET /admin/users/export`: the same with password hashes, for those who know the secret of the header. */
export function adminExportUsers(call: AdminCall): Promise<Reply> {
  const given = call.request.header("EXPORT_SECRET") ?? "";
  if (!sameSecret(given, call.app.settings.exportSecret)) {
    throw new HttpError(401, "Invalid export secret");
  }
  return listUsers(call, true);
}

/** The check of everything below `/admin/users/{user_id}`: the account, whatever its audience. */
export function loadUser(call: AdminCall, userId: string): TargetCall {
  const id = parseUuid(userId);
  if (id === undefined) throw new HttpError(400, "user_id must be an UUID");
  const user = findById(call, id);
  if (!user) throw new HttpError(404, "User not found");
  return { ...call, user };
}

export function adminUserGet(call: TargetCall): Reply {
  return json(200, userJson(call.user));
}

/** `POST /admin/users`: no mail, no hook, and `app_metadata` is dropped; a missing password is the empty one. */
export async function adminUserCreate(call: AdminCall): Promise<Reply> {
  const params = await readAdminParams(call);
  validateEmail(call, params.email);
  validatePassword(call, params.password);
  const aud = params.aud || requestAud(call, call.claims);
  if (findByEmail(call, params.email, aud)) throw new HttpError(422, DUPLICATE_EMAIL);
  const hash = await failAs(500, "Error creating user", () => call.app.passwords.hash(params.password));
  const account = { email: params.email, password: "", aud, data: params.user_metadata, provider: "email" };
  const user = newUser(call, account, hash);
  await failAs(500, "Database error creating new user", () =>
    call.app.store.transaction((tx) => {
      tx.log({ actor: call.admin, action: "user_signedup", on: user });
      tx.insertUser(user);
      setRole(tx, user, params.role || call.app.settings.jwt.defaultGroup);
      if (params.confirm) confirm(call, tx, user);
    }),
  );
  return json(200, userJson(user));
}

/** `PUT /admin/users/{user_id}`: nothing is checked but the types; the `usermodified` hook hears of it afterwards. */
export async function adminUserUpdate(call: TargetCall): Promise<Reply> {
  const params = await readAdminParams(call);
  validatePassword(call, params.password);
  const { user } = call;
  await failAs(500, "Error updating user", () =>
    call.app.store.transaction(async (tx) => {
      await applyParams(call, tx, params);
      tx.log({ actor: call.admin, action: "user_modified", on: user });
    }),
  );
  await triggerAfterwards(call, "usermodified");
  return json(200, userJson(user));
}

/** `DELETE /admin/users/{user_id}`: the row goes; sessions and log entries stay and find nobody. */
export async function adminUserDelete(call: TargetCall): Promise<Reply> {
  await failAs(500, "Database error deleting user", () =>
    call.app.store.transaction((tx) => {
      tx.log({ actor: call.admin, action: "user_deleted", on: call.user });
      tx.deleteUser(call.user.id);
    }),
  );
  await triggerAfterwards(call, "userdeleted");
  return json(200, "{}");
}

/** Empty and null leave a field as it is; blanks alone clear the role. */
async function applyParams(call: TargetCall, tx: Transaction, params: Params): Promise<void> {
  const { user } = call;
  const { role, password, email, app_metadata, user_metadata } = params;
  if (role !== "") setRole(tx, user, role);
  if (params.confirm) confirm(call, tx, user);
  if (password !== "") await setPassword(call, tx, { user, password });
  if (email !== "") setEmail(tx, user, email);
  if (app_metadata) updateAppMetadata(tx, user, app_metadata);
  if (user_metadata) updateUserMetadata(tx, user, user_metadata);
}

/** The change is kept already, so a failing hook is only logged; the caller waits for it all the same. */
async function triggerAfterwards({ app, user }: TargetCall, event: "usermodified" | "userdeleted"): Promise<void> {
  try {
    await app.store.transaction((tx) => app.webhooks.trigger(event, user, tx));
  } catch (error) {
    app.log(`the ${event} hook failed: ${messageOf(error)}`);
  }
}

function readAdminParams(call: AdminCall): Promise<Params> {
  return readParams(call, adminUserParams, "Could not decode admin user params");
}

async function listUsers(call: AdminCall, hash: boolean): Promise<Reply> {
  const page = readPage(call);
  const ascending = isAscending(call);
  const aud = requestAud(call, call.claims);
  const filter = textOfBytes(firstValue(call.request.query, "filter") ?? "");
  const matcher = filter === "" ? undefined : contains(filter);
  const window = await failAs(500, "Database error finding users", () => windowOf(page));
  const { rows, total } = call.app.store.users().page({ aud, matcher, ascending, ...window });
  const users = rows.map((row): User => userOf(row)).map((user) => userJson(user, { hash }));
  return json(200, encodeStruct({ aud, users: { raw: `[${users.join(",")}]` } }), pageHeaders(call, page, total));
}
