import * as z from "zod/mini";

/** Ranks of staff, lowest first. An owner is named by address in `DESK_OWNERS`, the others by a role. */
export const Rank = z.enum(["viewer", "support", "admin", "owner"]);
export type Rank = z.infer<typeof Rank>;

/**
 * Everything the policy table knows. The same word stands in the policy, in `can`, in the audit and in the tests.
 * The browser only ever reads it from `can`.
 */
export const Action = z.enum([
  "desk.open",
  /** Of the site's own people: stands in the audit where Identity was told to refuse it. No staff does it for them. */
  "site.sign_in",
  "users.read",
  "signups.read",
  "audit.read",
  "checks.read",
  "checks.run",
  "checks.override",
  "users.create",
  "users.invite",
  "signups.decide",
  "notes.write",
  "notes.remove_any",
  "users.rename",
  "users.edit_metadata",
  "users.confirm",
  "users.send_recovery",
  "users.suspend",
  "users.restore",
  "users.set_roles",
  "users.set_staff_roles",
  "users.change_email",
  "users.edit_app_metadata",
  "users.set_password",
  "users.delete",
  "users.change_many",
  "users.delete_many",
  "users.erase",
  "changes.undo",
  "bin.empty",
  "imports.run",
  "exports.run",
  "jobs.manage",
  "mappings.manage",
  "sweep.run",
  "migration.switch",
]);
export type Action = z.infer<typeof Action>;
