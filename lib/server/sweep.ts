import type { Output } from "#lib/contract/endpoint.ts";
import type { runSweep } from "#lib/contract/sweep.ts";
import { keptOut } from "./account.ts";
import * as config from "./config.ts";
import type { ChangeDeps } from "./deps.ts";
import { AppError } from "./errors.ts";
import { getAccount } from "./gotrue/accounts.ts";
import { log } from "./log.ts";
import { forgetOld } from "./retention.ts";
import { restore } from "./users/states.ts";
import { type End, endsUntil, forgetEnd } from "./users/suspension-ends.ts";

/** Netlify ends a scheduled function after 30 s, and the last one begun has to finish. */
const TIME_MS = 15_000;
const MOST = 500;

/** Whoever starts the sweep, it is the clock that gives back: with the clock's leave, and recorded as such. */
const schedule = { kind: "schedule", id: "schedule", email: "" } as const;

/** What no later try makes right: somebody became staff meanwhile, or got other roles. A person has to decide. */
const FINAL = ["forbidden", "invalid", "not_found"];

async function giveBack(end: End, deps: ChangeDeps): Promise<"restored" | "nothing" | "failed"> {
  try {
    const account = await getAccount(deps.identity, end.id);
    // Restored by hand, deleted, or with another end, which stands under its own time.
    const isDue = account !== undefined && keptOut(account)?.ended === true;
    if (isDue) await restore({ id: end.id }, { ...deps, actor: schedule });
    await forgetEnd(deps.state, end);
    return isDue ? "restored" : "nothing";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log("warn", "suspension_not_ended", { account: end.id, code: error.code }, error);
    if (FINAL.includes(error.code)) await forgetEnd(deps.state, end);
    return "failed";
  }
}

/**
 * Gives back the roles of everybody whose suspension has ended, the earliest first, and deletes what has outlived its time: for
 * as long as there is time.
 */
export async function run(_input: unknown, deps: ChangeDeps): Promise<Output<typeof runSweep>> {
  const until = Date.now() + TIME_MS;
  const ends = await endsUntil(deps.state, Date.now(), MOST);
  const told = { restored: 0, nothing: 0, failed: 0 };
  let done = 0;
  for (const end of ends) {
    if (Date.now() >= until) break;
    told[await giveBack(end, deps)] += 1;
    done += 1;
  }
  const { forgotten, more } = await forgetOld(deps.state, config.policyFile().keepDays, until);
  const isLeft = more || done < ends.length || ends.length === MOST;
  return { restored: told.restored, failed: told.failed, forgotten, more: isLeft };
}
