import * as z from "zod/mini";
import { EmailAddress } from "./email-address.ts";
import { endpoint } from "./endpoint.ts";
import { Metadata } from "./metadata.ts";
import { PersonName, Reason, RoleNames, UserDetail, UserId } from "./users.ts";

/** What every change of one person answers. */
export const Changed = z.object({
  /** As stored now, read back. */
  user: UserDetail,
  /** The audit entry; absent where everything was so already and nothing was changed. */
  entry: z.optional(z.string()),
  /** Until when, at the latest, a session that is open now may go on with what was before. RFC 3339. */
  bitesBy: z.optional(z.string()),
  /** What else whoever did this ought to know, in sentences. */
  notices: z.array(z.string()),
});
export type Changed = z.infer<typeof Changed>;

export const setRoles = endpoint({
  name: "setRoles",
  method: "PUT",
  path: "/users/:id/roles",
  action: "users.set_roles",
  summary: "Replaces the roles of a user; 409 when they are no longer what the caller saw.",
  params: UserId,
  body: z.strictObject({ roles: RoleNames, expected: RoleNames, reason: z.optional(Reason) }),
  response: Changed,
});

export const renameUser = endpoint({
  name: "renameUser",
  method: "PUT",
  path: "/users/:id/name",
  action: "users.rename",
  summary: "Changes the name, `user_metadata.full_name`; the empty one takes it away. Staff may rename themselves.",
  params: UserId,
  body: z.strictObject({ name: PersonName, expected: z.string(), reason: z.optional(Reason) }),
  response: Changed,
});

export const editMetadata = endpoint({
  name: "editMetadata",
  method: "PUT",
  path: "/users/:id/metadata",
  action: "users.edit_metadata",
  summary:
    "Sets top-level keys of one metadata object, null takes a key away, all others stay. `app` needs users.edit_app_metadata.",
  params: UserId,
  body: z.strictObject({
    of: z.enum(["user", "app"], "of is user or app."),
    set: Metadata,
    /** The same keys as the caller saw them; one that was not there is null or left out. */
    expected: Metadata,
    reason: z.optional(Reason),
  }),
  response: Changed,
});

export const changeEmail = endpoint({
  name: "changeEmail",
  method: "PUT",
  path: "/users/:id/email",
  action: "users.change_email",
  summary: "Changes the address at once, after the checks of a new account; Identity asks nobody to confirm it.",
  params: UserId,
  body: z.strictObject({
    email: EmailAddress,
    expected: z.string(),
    reason: Reason,
    /** To go on although a directory knows the address, or could not tell. Needs checks.override. */
    override: z.optional(z.boolean()),
  }),
  response: Changed,
});

export const confirmUser = endpoint({
  name: "confirmUser",
  method: "POST",
  path: "/users/:id/confirm",
  action: "users.confirm",
  summary: "Confirms the address by hand, which cannot be taken back; links of invitation and confirmation die.",
  params: UserId,
  body: z.strictObject({ reason: z.optional(Reason) }),
  response: Changed,
});

export const setPassword = endpoint({
  name: "setPassword",
  method: "POST",
  path: "/users/:id/password",
  action: "users.set_password",
  summary: "Sets the password that is given, or one made for them, which is in this answer only. Ends no session.",
  params: UserId,
  body: z.strictObject({ password: z.optional(z.string()), reason: z.optional(Reason) }),
  response: z.extend(Changed, { password: z.optional(z.string()) }),
});

export const sendLink = endpoint({
  name: "sendLink",
  method: "POST",
  path: "/users/:id/link",
  action: "users.send_recovery",
  summary: "Mails a link that confirms the account and lets its owner set a password, whatever state they are in.",
  params: UserId,
  body: z.strictObject({ reason: z.optional(Reason) }),
  response: Changed,
});
