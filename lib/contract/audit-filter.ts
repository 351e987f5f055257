import * as z from "zod/mini";
import { Action } from "./policy.ts";

/** `person`: somebody signed in who is not staff; they stand in the audit only with what they were refused. */
export const ActorKind = z.enum(["staff", "person", "event", "schedule", "migration", "cli"]);
export type ActorKind = z.infer<typeof ActorKind>;

/** `unknown`: we said what we were about to do, and never learned how it ended. */
export const Outcome = z.enum(["done", "failed", "refused", "unknown"]);
export type Outcome = z.infer<typeof Outcome>;

/** Actions that people look for together, by the name that stands for them in `action=`. */
export const actionGroups = {
  created: ["users.create", "users.invite", "imports.run"],
  roles: ["users.set_roles", "users.set_staff_roles"],
  details: ["users.rename", "users.edit_metadata", "users.edit_app_metadata", "users.change_email"],
  access: ["users.confirm", "users.send_recovery", "users.set_password"],
  suspended: ["users.suspend", "users.restore"],
  deleted: ["users.delete", "users.delete_many", "users.erase", "bin.empty"],
  signups: ["signups.decide", "signups.read"],
  notes: ["notes.write", "notes.remove_any"],
  exported: ["exports.run"],
  many: ["users.change_many", "users.delete_many"],
  turned_away: ["desk.open", "site.sign_in"],
} as const satisfies Record<string, readonly Action[]>;
export type ActionGroup = keyof typeof actionGroups;

export function isActionGroup(name: string): name is ActionGroup {
  return Object.hasOwn(actionGroups, name);
}

const isAction = (name: string) => Action.safeParse(name).success;

/** A comma list in a query, each of whose entries passes; as a list. */
function commaList(passes: (entry: string) => boolean, message: string) {
  return z.pipe(
    z.string().check(
      z.maxLength(1_000),
      z.refine((text) => text.split(",").every(passes), message),
    ),
    z.transform((text) => text.split(",")),
  );
}

const ACCOUNT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text stands for a person, and how: by the id of an account, or by a whole address. */
export function personKey(text: string): { id: string } | { email: string } | undefined {
  const lower = text.trim().toLowerCase();
  if (ACCOUNT_ID.test(lower)) return { id: lower };
  return /^[^@\s]+@[^@\s]+$/.test(text.trim()) ? { email: text.trim() } : undefined;
}

function person(message: string) {
  return z.pipe(
    z.string().check(
      z.maxLength(320),
      z.refine((text) => personKey(text) !== undefined, message),
    ),
    z.transform((text) => personKey(text) ?? { email: text }),
  );
}

const DAY_MS = 86_400_000;
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A moment in ms since 1970. A plain date means its beginning in UTC, or its end. */
function moment(edge: "begin" | "end", message: string) {
  return z.pipe(
    z.string().check(z.refine((text) => MOMENT.test(text) && !Number.isNaN(Date.parse(text)), message)),
    z.transform((text) => Date.parse(text) + (edge === "end" && text.length === 10 ? DAY_MS : 0)),
  );
}

const when = "is a date (2026-11-23) or a moment (2026-11-23T14:00:00Z).";

/** What the audit can be narrowed by; all of it holds at once. */
export const auditFilter = {
  /** Who did it. */
  actor: z.optional(person("actor is the id of a user or a whole e-mail address.")),
  kind: z.optional(
    commaList(
      (name) => ActorKind.safeParse(name).success,
      `kind is one of ${ActorKind.options.join(", ")}, or several.`,
    ),
  ),
  /** On whom; somebody who is deleted since is found too. */
  target: z.optional(person("target is the id of a user or a whole e-mail address.")),
  action: z.optional(
    commaList(
      (name) => isActionGroup(name) || isAction(name),
      `action is an action of the policy or one of ${Object.keys(actionGroups).join(", ")}, or several.`,
    ),
  ),
  outcome: z.optional(
    commaList(
      (name) => Outcome.safeParse(name).success,
      `outcome is one of ${Outcome.options.join(", ")}, or several.`,
    ),
  ),
  /** At or after this moment. */
  from: z.optional(moment("begin", `from ${when}`)),
  /** Before this moment; of a plain date the whole day counts. */
  to: z.optional(moment("end", `to ${when}`)),
  /** Of one run over many. */
  batch: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/, "batch is the id of a run over many."))),
};
const AuditFilter = z.strictObject(auditFilter);
export type AuditFilter = z.output<typeof AuditFilter>;
