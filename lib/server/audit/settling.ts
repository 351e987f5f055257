import * as z from "zod/mini";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { rolesOf } from "#lib/server/account.ts";
import { findByAddress, getAccount } from "#lib/server/gotrue/accounts.ts";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { log } from "#lib/server/log.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import type { Audit } from "./audit.ts";
import { timeOf } from "./key.ts";

/** No function runs longer, so what is older and has no outcome never gets one from whoever began it. */
const OVER_AFTER_MS = 60_000;
/** How far Identity's clock may be from ours. */
const CLOCK_MS = 60_000;

const Roles = z.object({ roles: z.array(z.string()) });
type Settled = Pick<AuditEntry, "outcome" | "target">;

async function settleRoles(
  { target, before, after }: AuditEntry,
  identity: IdentityAccess,
): Promise<Settled | undefined> {
  const [was, wanted] = [Roles.safeParse(before).data, Roles.safeParse(after).data];
  const account = target?.id === undefined ? undefined : await getAccount(identity, target.id);
  if (!account || !was || !wanted) return undefined;
  const roles = rolesOf(account);
  if (sameRoles(roles, wanted.roles)) return { outcome: "done", target };
  return sameRoles(roles, was.roles) ? { outcome: "failed", target } : undefined;
}

async function settleCreation({ id, target }: AuditEntry, identity: IdentityAccess): Promise<Settled | undefined> {
  if (target?.email === undefined) return undefined;
  const carriers = await findByAddress(identity, target.email);
  if (carriers.length === 0) return { outcome: "failed", target };
  const begun = timeOf(id);
  const made = carriers.find(({ createdAt }) => Math.abs(Date.parse(createdAt) - begun) < OVER_AFTER_MS + CLOCK_MS);
  return made && { outcome: "done", target: { id: made.id, email: made.email } };
}

async function settle(entry: AuditEntry, identity: IdentityAccess): Promise<Settled | undefined> {
  if (entry.action === "users.set_roles" || entry.action === "users.set_staff_roles")
    return settleRoles(entry, identity);
  if (entry.action === "users.create" || entry.action === "users.invite") return settleCreation(entry, identity);
  return undefined;
}

/**
 * An entry whose outcome was never written, with what the account tells of it. Found out once: the outcome is written down,
 * for later changes would tell something else.
 */
export async function settled(
  entry: AuditEntry,
  { store, keys }: Audit,
  identity: IdentityAccess,
): Promise<AuditEntry> {
  if (entry.outcome !== "unknown" || Date.now() - timeOf(entry.id) < OVER_AFTER_MS) return entry;
  try {
    const found = await settle(entry, identity);
    if (!found) return entry;
    const known: AuditEntry = {
      ...entry,
      ...found,
      message: "The desk never learned how this ended. The account told it later.",
    };
    await store.setNew(keys.part(entry.id, "outcome"), known);
    if (found.target?.id) await store.set(keys.aboutEntry(found.target.id, entry.id), {});
    return known;
  } catch (error) {
    log("warn", "audit_unsettled", { entry: entry.id }, error);
    return entry;
  }
}
