import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { UserId } from "./users.ts";

/** What a mail of Identity's can carry. */
export const LinkKind = z.enum(["invite", "confirmation", "recovery", "email_change"]);
export type LinkKind = z.infer<typeof LinkKind>;

/**
 * What ended a link. `replaced`: a confirmation took the place of an invite. `confirmed`: the account was confirmed, by this
 * link or otherwise, which ends both. `used_or_too_old`: one of the two, and Identity does not tell which.
 */
export const LinkEnd = z.enum(["too_old", "replaced", "confirmed", "used", "used_or_too_old"]);
export type LinkEnd = z.infer<typeof LinkEnd>;

/** By what an account was confirmed. */
export const ConfirmedBy = z.enum(["link", "provider", "staff"]);

/** The newest link of one kind. Identity keeps no older ones, and never says which are on file: this is what follows from what it does say. */
export const MailLink = z.object({
  kind: LinkKind,
  sentAt: z.string(),
  /** `unknown`: it may work, or be used. */
  state: z.enum(["works", "dead", "unknown"]),
  /** When it dies of its age; absent for one that does not, or is dead. */
  until: z.optional(z.string()),
  /** With `dead`: since then at the latest. */
  since: z.optional(z.string()),
  end: z.optional(
    z.object({
      what: LinkEnd,
      /** Only likely, where false. */
      sure: z.boolean(),
      at: z.optional(z.string()),
      /** With `confirmed`, where something tells: by what, whether that is sure, and by whom of the staff. */
      by: z.optional(ConfirmedBy),
      staff: z.optional(z.string()),
    }),
  ),
});
export type MailLink = z.infer<typeof MailLink>;

export const listLinks = endpoint({
  name: "listLinks",
  method: "GET",
  path: "/users/:id/links",
  action: "users.read",
  summary: "What became of the links that Identity mailed somebody, as far as it can be told.",
  params: UserId,
  response: z.object({
    /** Newest first. */
    links: z.array(MailLink),
    asOf: z.string(),
    /** Logs that could not be read, so that less is known than could be. */
    unread: z.array(z.enum(["identity", "desk"])),
  }),
});
