import * as z from "zod/mini";
import { AuditEntry } from "./audit.ts";
import { endpoint } from "./endpoint.ts";
import { UserId } from "./users.ts";
import { wholeNumber } from "./whole-number.ts";

/** What this desk recorded. */
const DeskActivity = z.object({ source: z.literal("desk"), id: z.string(), at: z.string(), entry: AuditEntry });

/** A line of Identity's own log, or a run of them: an open session renews itself every hour. */
const IdentityActivity = z.object({
  source: z.literal("identity"),
  id: z.string(),
  at: z.string(),
  /** Identity's own word, such as `login`. */
  action: z.string(),
  /** `operator`: whoever holds Identity's own token, such as Netlify's pages or a function of the site. */
  by: z.enum(["themselves", "operator", "admin"]),
  /** With `admin`: their address. */
  email: z.optional(z.string()),
  times: z.number(),
  /** The first of a run. */
  from: z.optional(z.string()),
});

export const Activity = z.union([DeskActivity, IdentityActivity]);
export type Activity = z.infer<typeof Activity>;
export type IdentityActivity = z.infer<typeof IdentityActivity>;

export const listActivity = endpoint({
  name: "listActivity",
  method: "GET",
  path: "/users/:id/activity",
  action: "users.read",
  summary: "What somebody did and what was done to them, from Identity's log and the desk's, newest first.",
  params: UserId,
  query: z.strictObject({
    cursor: z.optional(
      z.string().check(z.regex(/^\d{1,15}\.\d{1,6}\.[01]$/, "cursor is what the page before gave as next.")),
    ),
    limit: z.optional(wholeNumber(1, 100, "limit is a whole number from 1 to 100.")),
  }),
  response: z.object({
    activity: z.array(Activity),
    next: z.optional(z.string()),
    /** Logs that could not be read; what they hold is missing here. */
    unread: z.array(z.enum(["identity", "desk"])),
    /** How far back Identity's log was searched for what others did outside the desk; absent where it was searched to its beginning. */
    othersSince: z.optional(z.string()),
  }),
});
