import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Reason, RoleNames, UserDetail, UserId } from "./users.ts";

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
