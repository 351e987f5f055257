import type { AuditEntry } from "#lib/contract/audit.ts";
import { type ActionGroup, type ActorKind, isActionGroup } from "#lib/contract/audit-filter.ts";
import { Action } from "#lib/contract/policy.ts";

/** "changed the roles of", "change the roles of": what was done, and what was only tried. A person may follow. */
const words: Record<Action, [done: string, tried: string]> = {
  "desk.open": ["opened the desk", "open the desk"],
  "site.sign_in": ["signed in", "sign in"],
  "users.read": ["looked at", "look at"],
  "signups.read": ["looked at the signups", "look at the signups"],
  "audit.read": ["read the audit list", "read the audit list"],
  "checks.read": ["looked at the checks of", "look at the checks of"],
  "checks.run": ["checked", "check"],
  "checks.override": ["went on in spite of a check with", "go on in spite of a check with"],
  "users.create": ["created", "create"],
  "users.invite": ["invited", "invite"],
  "signups.decide": ["decided about the signup of", "decide about the signup of"],
  "notes.write": ["wrote a note about", "write a note about"],
  "notes.remove_any": ["removed a colleague’s note about", "remove a colleague’s note about"],
  "users.rename": ["renamed", "rename"],
  "users.edit_metadata": ["edited the user metadata of", "edit the user metadata of"],
  "users.confirm": ["confirmed the address of", "confirm the address of"],
  "users.send_recovery": ["sent a password mail to", "send a password mail to"],
  "users.suspend": ["suspended", "suspend"],
  "users.restore": ["restored", "restore"],
  "users.set_roles": ["changed the roles of", "change the roles of"],
  "users.set_staff_roles": ["changed the staff roles of", "change the staff roles of"],
  "users.change_email": ["changed the e-mail address of", "change the e-mail address of"],
  "users.edit_app_metadata": ["edited the app metadata of", "edit the app metadata of"],
  "users.set_password": ["set a password for", "set a password for"],
  "users.delete": ["moved to the bin:", "move to the bin:"],
  "users.change_many": ["changed several users", "change several users"],
  "users.delete_many": ["deleted several users", "delete several users"],
  "users.erase": ["deleted for good:", "delete for good:"],
  "changes.undo": ["took back a change to", "take back a change to"],
  "bin.empty": ["emptied the bin", "empty the bin"],
  "imports.run": ["ran an import", "run an import"],
  "exports.run": ["ran an export", "run an export"],
  "jobs.manage": ["managed a job", "manage a job"],
  "mappings.manage": ["changed a mapping", "change a mapping"],
  "sweep.run": ["ran the clean-up", "run the clean-up"],
  "migration.switch": ["switched the migration", "switch the migration"],
};

/** What an entry tells, up to whom it concerns. */
export function deed(entry: Pick<AuditEntry, "action" | "outcome">): string {
  const [done, tried] = words[entry.action];
  if (entry.outcome === "done") return done;
  return entry.outcome === "unknown" ? `set out to ${tried}` : `tried to ${tried}`;
}

const machines: Record<Exclude<ActorKind, "staff" | "person">, string> = {
  event: "An Identity event",
  schedule: "The schedule",
  migration: "The migration",
  cli: "The command line",
};

/** Who did it, when it was no human being; undefined for people. */
export function machineName(kind: ActorKind): string | undefined {
  return kind === "staff" || kind === "person" ? undefined : machines[kind];
}

/** The groups of actions as a choice offers them. */
export const groupNames: Record<ActionGroup, string> = {
  created: "People created",
  roles: "Roles changed",
  details: "Name, e-mail or metadata changed",
  access: "Confirmed, password, link sent",
  suspended: "Suspended or restored",
  deleted: "Deleted",
  signups: "Sign-ups",
  notes: "Notes",
  exported: "Exports",
  many: "Several users in one go",
  turned_away: "Turned away at sign-in",
};

/** An action of `?action=`, as a heading would say it. */
export function actionName(name: string): string {
  if (isActionGroup(name)) return groupNames[name];
  const action = Action.safeParse(name).data;
  if (!action) return name;
  const [, tried] = words[action];
  return tried.charAt(0).toUpperCase() + tried.slice(1);
}

export const outcomeNames: Record<string, string> = {
  done: "Done",
  failed: "Failed",
  refused: "Refused",
  unknown: "Outcome unknown",
  "failed,refused,unknown": "Anything but done",
};

export const kindNames: Record<ActorKind, string> = {
  staff: "Staff",
  person: "People who are not staff",
  event: "Identity events",
  schedule: "The schedule",
  migration: "The migration",
  cli: "The command line",
};
