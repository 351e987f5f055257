import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Changed } from "./user-changes.ts";
import { Reason, UserId } from "./users.ts";

const MaybeReason = z.strictObject({ reason: z.optional(Reason) });

const notAMoment = "until is a time with its offset, like 2026-11-30T12:00:00Z.";
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The 30th of February is no time, although JavaScript reads it as the 2nd of March. */
function isTime(text: string): boolean {
  const day = text.slice(0, 10);
  return !Number.isNaN(Date.parse(text)) && new Date(Date.parse(day)).toISOString().startsWith(day);
}

/** RFC 3339 with any offset, as UTC. Not by way of zod’s own check, which is more code than all that the browser needs of it. */
export const Moment = z.pipe(
  z.string().check(z.regex(rfc3339, notAMoment), z.refine(isTime, notAMoment)),
  z.transform((text: string) => new Date(text).toISOString()),
);

export const suspendUser = endpoint({
  name: "suspendUser",
  method: "POST",
  path: "/users/:id/suspend",
  action: "users.suspend",
  summary:
    "Puts the roles aside and refuses sign-ins, until `until` or a restore. Of somebody suspended it changes the end.",
  params: UserId,
  body: z.strictObject({ reason: Reason, until: z.optional(Moment) }),
  response: Changed,
});

export const restoreUser = endpoint({
  name: "restoreUser",
  method: "POST",
  path: "/users/:id/restore",
  action: "users.restore",
  summary: "Ends a suspension, or takes somebody out of the bin to what they were before; gives the roles back.",
  params: UserId,
  body: MaybeReason,
  response: Changed,
});

export const deleteUser = endpoint({
  name: "deleteUser",
  method: "DELETE",
  path: "/users/:id",
  action: "users.delete",
  summary: "Puts somebody into the bin: the account stays with id and password, without roles, and cannot sign in.",
  params: UserId,
  body: MaybeReason,
  response: Changed,
});
