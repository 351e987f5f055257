import * as z from "zod/mini";
import { EmailAddress } from "./email-address.ts";
import { endpoint } from "./endpoint.ts";
import { PersonName, Reason, RoleNames, User, UserStatus } from "./users.ts";

/** How a new person gets in: a password made for them, a mail with a link to set one, or an invitation. */
export const Access = z.enum(["password", "mail", "invite"]);
export type Access = z.infer<typeof Access>;

export const CreateUser = z.strictObject({
  email: EmailAddress,
  name: z.optional(PersonName),
  roles: z.optional(RoleNames),
  access: Access,
  /** Why to go on although a directory knows the address. */
  reason: z.optional(Reason),
});

/** Somebody whose address looks like another one, and why, in words that stand alone: "same mailbox with a plus tag". */
export const LookAlike = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  status: UserStatus,
  why: z.string(),
});
export type LookAlike = z.infer<typeof LookAlike>;

/**
 * What is not as asked although the account exists; shown, never reported as done. `twin`: somebody made another account
 * with this address at the same moment.
 */
export const UnfinishedStep = z.object({ step: z.enum(["roles", "mail", "twin"]), message: z.string() });
export type UnfinishedStep = z.infer<typeof UnfinishedStep>;

export const createUser = endpoint({
  name: "createUser",
  method: "POST",
  path: "/users",
  action: "users.create",
  summary: "Creates an account after checking Identity and the directories. The password is in this answer only.",
  body: CreateUser,
  response: z.object({
    user: User,
    password: z.optional(z.string()),
    unfinished: z.array(UnfinishedStep),
    /** Who looked like this address before it was there; at most ten. A warning, never a refusal. */
    lookAlikes: z.array(LookAlike),
  }),
  status: 201,
});
