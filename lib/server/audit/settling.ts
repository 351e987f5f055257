import * as z from "zod/mini";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { rolesOf } from "#lib/server/account.ts";
import { findByAddress, getAccount } from "#lib/server/gotrue/accounts.ts";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { log } from "#lib/server/log.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import { sameIn } from "#lib/server/users/changes/kind.ts";
import { kindOf } from "#lib/server/users/changes/kinds.ts";
import { type Audit, index } from "./audit.ts";
import { timeOf } from "./key.ts";

/** No function runs longer, so what is older and has no outcome never gets one from whoever began it. */
const OVER_AFTER_MS = 60_000;
/** How far Identity's clock may be from ours. */
const CLOCK_MS = 60_000;

type Settled = Pick<AuditEntry, "outcome" | "target">;

/** Reads the fields the entry is about: as they were to become, or as they were. */
async function settleChange(
  { action, target, before, after }: AuditEntry,
  identity: IdentityAccess,
): Promise<Settled | undefined> {
  const kind = kindOf(action);
  const account = kind && target?.id !== undefined ? await getAccount(identity, target.id) : undefined;
  if (!kind || !account || !before || !after) return undefined;
  const found = kind.read(account, after);
  if (sameIn(kind, found, after)) return { outcome: "done", target };
  return sameIn(kind, found, before) ? { outcome: "failed", target } : undefined;
}

const AskedFor = z.object({ roles: z.array(z.string()) });

/** Done only with the roles that were asked for: an account without them is half of what somebody wanted. */
async function settleCreation(
  { id, target, after }: AuditEntry,
  identity: IdentityAccess,
): Promise<Settled | undefined> {
  if (target?.email === undefined) return undefined;
  const carriers = await findByAddress(identity, target.email);
  if (carriers.length === 0) return { outcome: "failed", target };
  const begun = timeOf(id);
  const made = carriers.find(({ createdAt }) => Math.abs(Date.parse(createdAt) - begun) < OVER_AFTER_MS + CLOCK_MS);
  if (!made) return undefined;
  const roles = AskedFor.safeParse(after).data?.roles ?? [];
  const outcome = sameRoles(roles, rolesOf(made)) ? "done" : "failed";
  return { outcome, target: { id: made.id, email: made.email } };
}

async function settle(entry: AuditEntry, identity: IdentityAccess): Promise<Settled | undefined> {
  if (entry.action === "users.create" || entry.action === "users.invite") return settleCreation(entry, identity);
  return settleChange(entry, identity);
}

/**
 * An entry whose outcome was never written, with what the account tells of it. Found out once: the outcome is written down,
 * for later changes would tell something else.
 */
export async function settled(entry: AuditEntry, audit: Audit, identity: IdentityAccess): Promise<AuditEntry> {
  if (entry.outcome !== "unknown" || Date.now() - timeOf(entry.id) < OVER_AFTER_MS) return entry;
  try {
    const found = await settle(entry, identity);
    if (!found) return entry;
    const known: AuditEntry = {
      ...entry,
      ...found,
      message: "The desk never learned how this ended. The account told it later.",
    };
    await audit.store.setNew(audit.keys.part(entry.id, "outcome"), known);
    await index(audit, known);
    return known;
  } catch (error) {
    log("warn", "audit_unsettled", { entry: entry.id }, error);
    return entry;
  }
}
