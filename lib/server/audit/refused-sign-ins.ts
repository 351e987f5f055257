import type { AuditEntry } from "#lib/contract/audit.ts";
import type { UserStatus } from "#lib/contract/users.ts";
import { log } from "#lib/server/log.ts";
import { type Audit, index } from "./audit.ts";
import { entryIdOf } from "./key.ts";

const HOUR_MS = 3_600_000;

const words: Partial<Record<UserStatus, string>> = {
  suspended: "They are suspended.",
  rejected: "Their sign-up was rejected.",
  deleted: "They are in the bin.",
};

interface Refused {
  id: string;
  email: string;
  status: UserStatus;
}

/**
 * Records that Identity was told to let somebody not sign in: one entry an hour for each reason, however often they try and
 * however often Identity asks. Its id follows from the hour, so that the next try completes what a slow store left undone.
 * One round of questions to the store, and never a failure.
 */
export async function recordRefusedSignIn(audit: Audit, { id, email, status }: Refused): Promise<void> {
  const now = Date.now();
  const entry: AuditEntry = {
    id: entryIdOf(now - (now % HOUR_MS), `sign-in ${id} ${status}`),
    at: new Date(now).toISOString(),
    actor: { kind: "person", id, email },
    action: "site.sign_in",
    target: { id, email },
    outcome: "refused",
    message: `${words[status] ?? "Their status does not allow it."} More tries in the same hour are not listed.`,
    deploy: { context: audit.deploy.context, id: audit.deploy.id },
  };
  try {
    await Promise.all([audit.store.setNew(audit.keys.part(entry.id, "outcome"), entry), index(audit, entry)]);
  } catch (error) {
    log("warn", "refused_sign_in_unrecorded", { account: id }, error);
  }
}
