import type { ActorKind } from "#lib/contract/audit-filter.ts";
import type { Action, Rank } from "#lib/contract/policy.ts";

/** Whom a rank reaches with an action: nobody, people who are not staff, everyone below owner, everyone. */
export type Reach = "no" | "non_staff" | "below_owner" | "anyone";

export interface PolicyRow extends Record<Rank, Reach> {
  /** Whether somebody is acted upon, or the desk as a whole. */
  on: "person" | "desk";
  /** Changes something: never on oneself, and never where this deploy is read-only. */
  changes: boolean;
  /** Allowed on oneself although it changes something. */
  onSelf?: true;
  /** Refused to whoever changed that person's address within this many hours. */
  hoursAfterAddressChange?: number;
}

const all = { viewer: "anyone", support: "anyone", admin: "anyone", owner: "anyone" } as const;
const fromSupport = { viewer: "no", support: "anyone", admin: "anyone", owner: "anyone" } as const;
const fromAdmin = { viewer: "no", support: "no", admin: "anyone", owner: "anyone" } as const;
const nobody = { viewer: "no", support: "no", admin: "no", owner: "no" } as const;
const ownerOnly = { viewer: "no", support: "no", admin: "no", owner: "anyone" } as const;

const look = { on: "desk", changes: false } as const;
const run = { on: "desk", changes: true } as const;
const supportOnPeople = {
  on: "person",
  changes: true,
  viewer: "no",
  support: "non_staff",
  admin: "below_owner",
  owner: "anyone",
} as const;
const adminOnPeople = {
  on: "person",
  changes: true,
  viewer: "no",
  support: "no",
  admin: "below_owner",
  owner: "anyone",
} as const;

/** Who may do what to whom. Which roles may be given is judged beside it, from the effect (`policy.ts`). */
export const policyTable: Record<Action, PolicyRow> = {
  "desk.open": { ...look, ...all },
  "site.sign_in": { ...look, ...nobody },
  "users.read": { on: "person", changes: false, ...all },
  "signups.read": { ...look, ...all },
  "audit.read": { ...look, ...all },
  "checks.read": { ...look, ...all },
  "checks.run": { ...look, ...fromSupport },
  "checks.override": { ...run, ...fromAdmin },
  "users.create": { ...run, ...fromSupport },
  "users.invite": { ...run, ...fromSupport },
  "signups.decide": supportOnPeople,
  "notes.write": { on: "person", changes: true, ...fromSupport },
  "notes.remove_any": { on: "person", changes: true, ...fromAdmin },
  "users.rename": { ...supportOnPeople, onSelf: true },
  "users.edit_metadata": supportOnPeople,
  "users.confirm": supportOnPeople,
  "users.send_recovery": { ...supportOnPeople, hoursAfterAddressChange: 24 },
  "users.suspend": supportOnPeople,
  "users.restore": supportOnPeople,
  "users.set_roles": supportOnPeople,
  "users.set_staff_roles": adminOnPeople,
  "users.change_email": adminOnPeople,
  "users.edit_app_metadata": adminOnPeople,
  "users.set_password": adminOnPeople,
  "users.delete": adminOnPeople,
  "users.change_many": { ...run, ...fromSupport },
  "users.delete_many": { ...run, ...fromAdmin },
  "users.erase": adminOnPeople,
  "changes.undo": { ...run, ...fromSupport },
  "bin.empty": { ...run, ...fromAdmin },
  "imports.run": { ...run, ...fromAdmin },
  "exports.run": { ...look, ...fromAdmin },
  "jobs.manage": { ...run, ...fromAdmin },
  "mappings.manage": { ...run, ...fromAdmin },
  "sweep.run": { ...run, ...fromAdmin },
  "migration.switch": { ...run, ...ownerOnly },
};

/**
 * What acts without a person at the keyboard may do, to people who are not staff, and without giving or taking a role; a
 * restore gives back exactly what was kept aside.
 */
export const machineTable: Record<Exclude<ActorKind, "staff" | "person">, readonly Action[]> = {
  event: ["checks.run"],
  schedule: ["checks.run", "sweep.run", "users.restore"],
  migration: ["checks.run", "users.create", "users.edit_metadata"],
  cli: ["checks.run"],
};
