import { AttemptId, attemptKey } from "#lib/contract/signup-verdict.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import { withoutAttempt } from "#lib/server/attempt.ts";
import * as config from "#lib/server/config.ts";
import { shutBecause } from "#lib/server/doors.ts";
import { log } from "#lib/server/log.ts";
import { spendPass } from "#lib/server/passes.ts";
import { countRefusal } from "#lib/server/refusal-count.ts";
import { keepRefusal, type Reason } from "#lib/server/refusals.ts";
import { noteAsk } from "#lib/server/snapshot/note.ts";
import type { State } from "#lib/server/state.ts";
import { verdictFor } from "#lib/server/verdicts.ts";
import type { EventAnswer, Happening } from "./events.ts";

async function hasPass({ state, delivery }: Happening, address: string): Promise<boolean> {
  if (!state) return false;
  try {
    return await spendPass(state, address, delivery);
  } catch (error) {
    log("warn", "pass_unread", {}, error);
    return false;
  }
}

async function judge(happening: Happening, later: (writing: Promise<void>) => void): Promise<Reason | undefined> {
  const { email } = happening.account;
  const address = normaliseAddress(email);
  // Identity stores what was typed; with blanks around it, other look-ups would miss it.
  if (address === undefined || email !== email.trim()) return "blocked";
  const asking = { state: happening.state, later };
  const [passed, verdict] = await Promise.all([hasPass(happening, address), verdictFor(address, asking)]);
  // Whether somebody was invited is not in the payload: whoever comes here comes by the public door.
  return passed ? undefined : shutBecause(verdict, "signup", config.policyFile().whenUnavailable);
}

async function tellAttempt({ account, state }: Happening, reason: Reason): Promise<void> {
  const attempt = AttemptId.safeParse(account.userMetadata[attemptKey]);
  if (!state || !attempt.success) return;
  try {
    await keepRefusal(state, attempt.data, { reason, minutes: config.policyFile().refusals.memoryMinutes });
  } catch (error) {
    log("warn", "refusal_unkept", {}, error);
  }
}

/** The overview counts who was stopped; who was not is asked about once Identity has stored them. */
function tellOthers(state: State, { account, delivery }: Happening, reason: Reason | undefined): Promise<void> {
  return reason ? countRefusal(state, reason, delivery) : noteAsk({ state }, account.id);
}

/** A new account, by public signup, invitation or an external provider, is about to be stored. */
export async function validate(happening: Happening): Promise<EventAnswer> {
  const { account } = happening;
  if (account.audience !== config.audience()) return { decision: "refuse", why: "foreign audience" };
  const writings: Promise<void>[] = [];
  const reason = await judge(happening, (writing) => writings.push(writing));
  if (reason) writings.push(tellAttempt(happening, reason));
  if (happening.state) writings.push(tellOthers(happening.state, happening, reason));
  await Promise.all(writings);
  if (reason) return { decision: "refuse", why: reason };
  const kept = withoutAttempt(account.userMetadata);
  return kept ? { decision: "allow", keep: { userMetadata: kept } } : { decision: "allow" };
}
