import * as z from "zod/mini";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { getCreation, MissingStep } from "#lib/contract/user-creation.ts";
import { type Account, isBarred, rolesOf } from "#lib/server/account.ts";
import { newEntryId } from "#lib/server/audit/key.ts";
import * as audit from "#lib/server/audit/reading.ts";
import type { Deps } from "#lib/server/deps.ts";
import { existing } from "./change.ts";

/** Who has been about with roles missing for longer is meant to be as they are. */
const REMEMBERED_MS = 30 * 86_400_000;
/** How long before an account appears, and how far from Identity's clock, its creation may have been announced. */
const AROUND_MS = 60_000;
const ENTRIES = 50;

const Asked = z.object({ roles: z.array(z.string()), access: z.string() });

function isCreation({ action }: AuditEntry): boolean {
  return action === "users.create" || action === "users.invite";
}

/** Not known to have gone well: it failed in part, or its end was only found out later. */
function isDoubtful({ outcome, message }: AuditEntry): boolean {
  return outcome !== "refused" && (outcome !== "done" || message !== undefined);
}

function setsRoles({ action, outcome }: AuditEntry): boolean {
  return (action === "users.set_roles" || action === "users.set_staff_roles") && outcome === "done";
}

/**
 * The creation of this account: among the entries about it, or, where the function died before it knew the id, among those
 * of the same minute that name its address.
 */
async function creationOf(account: Account, about: AuditEntry[], deps: Deps): Promise<AuditEntry | undefined> {
  const known = about.find(isCreation);
  if (known) return known;
  const born = Date.parse(account.createdAt);
  const query = { cursor: newEntryId(born + AROUND_MS), limit: ENTRIES };
  const { entries } = await audit.list({ params: undefined, query, body: undefined }, deps);
  return entries.find(
    (entry) =>
      isCreation(entry) && entry.target?.email === account.email && Date.parse(entry.at) > born - 2 * AROUND_MS,
  );
}

function missingOf(account: Account, creation: AuditEntry, since: AuditEntry[]): MissingStep[] {
  const asked = Asked.safeParse(creation.after).data;
  if (!asked || isBarred(account)) return [];
  const { roles, access } = asked;
  const noRoles = roles.length > 0 && rolesOf(account).length === 0 && !since.some(setsRoles);
  const noMail = access === "mail" && !account.recoverySentAt && !account.confirmedAt;
  return [...(noRoles ? [{ step: "roles" as const, roles }] : []), ...(noMail ? [{ step: "mail" as const }] : [])];
}

/** Whether everything that can be missing of a creation is there, which spares reading the audit. */
function isPlainlyWhole(account: Account): boolean {
  const isOld = Date.now() - Date.parse(account.createdAt) > REMEMBERED_MS;
  const signedUp = account.confirmationSentAt !== undefined && account.invitedAt === undefined;
  return isOld || signedUp || (rolesOf(account).length > 0 && account.confirmedAt !== undefined);
}

/** What is missing of an account that was created here in the last 30 days, by what was asked for then and what is there now. */
export async function get({ params }: Input<typeof getCreation>, deps: Deps): Promise<Output<typeof getCreation>> {
  const account = await existing(params.id, deps);
  if (isPlainlyWhole(account)) return { missing: [] };
  const query = { target: { id: account.id }, limit: ENTRIES };
  const { entries: about } = await audit.list({ params: undefined, query, body: undefined }, deps);
  const creation = await creationOf(account, about, deps);
  if (!creation || !isDoubtful(creation) || isUnderWay(creation)) return { missing: [] };
  const missing = missingOf(account, creation, about);
  return missing.length === 0 ? { missing } : { missing, at: creation.at, by: creation.actor.email };
}

/** It says nothing yet, and may still. */
function isUnderWay({ outcome, at }: AuditEntry): boolean {
  return outcome === "unknown" && Date.now() - Date.parse(at) < AROUND_MS;
}
