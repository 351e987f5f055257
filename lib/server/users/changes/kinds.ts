import type { Action } from "#lib/contract/policy.ts";
import { confirmKind } from "./confirm.ts";
import { emailKind } from "./email.ts";
import type { Fields, Kind } from "./kind.ts";
import { appMetadataKind, userMetadataKind } from "./metadata.ts";
import { nameKind } from "./name.ts";
import { rolesKind } from "./roles.ts";
import { stateKind } from "./state.ts";

/**
 * The kind of change behind an action of the audit, so that an entry can be settled and taken back; undefined for what is no
 * change of readable fields (creations, mails, passwords).
 */
export function kindOf(action: Action): Kind<Fields> | undefined {
  return kinds[action];
}

// biome-ignore lint/suspicious/noExplicitAny: each kind has fields of its own; kindOf() hands them out as read from an entry.
const kinds: Partial<Record<Action, Kind<any, any>>> = {
  "users.set_roles": rolesKind,
  "users.set_staff_roles": rolesKind,
  "users.rename": nameKind,
  "users.edit_metadata": userMetadataKind,
  "users.edit_app_metadata": appMetadataKind,
  "users.change_email": emailKind({ override: false }),
  "users.confirm": confirmKind,
  "users.suspend": stateKind,
  "users.restore": stateKind,
  "users.delete": stateKind,
};
