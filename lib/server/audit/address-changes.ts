import type { Account } from "#lib/server/account.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { timeOf } from "./key.ts";
import { entriesAbout } from "./reading.ts";

const DAY_MS = 86_400_000;

/** When this actor last changed the address of this person, in ms since 1970; undefined where that is over a day ago. */
export async function lastAddressChange(
  { id, email }: Account,
  { audit, actor }: Pick<ChangeDeps, "audit" | "actor">,
): Promise<number | undefined> {
  const entries = await entriesAbout(audit, { target: id, since: Date.now() - DAY_MS });
  const changes = entries.filter(({ action, actor: by }) => action === "users.change_email" && by.id === actor.id);
  // One that is said to have failed may have happened all the same: then the address tells.
  const happened = changes.find(({ outcome, after }) => {
    if (outcome === "refused") return false;
    return outcome !== "failed" || after?.email === email;
  });
  return happened && timeOf(happened.id);
}
