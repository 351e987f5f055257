import type { BulkResult, bulkUsers } from "#lib/contract/bulk.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import { recordRefusal } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { log } from "#lib/server/log.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { existing } from "#lib/server/users/change.ts";
import { type BulkBody, rowChangeFor } from "./row-changes.ts";

/** Rows under way at a time: Identity serves the site's visitors meanwhile. */
const AT_ONCE = 4;
/** No row begins later than this; a slow one may take its three calls to Identity of 8 s each. */
const BEGIN_WITHIN_MS = 5_000;

interface Run {
  body: BulkBody;
  deps: Deps;
  results: BulkResult[];
  /** Set once Identity asks to be left alone: nothing more begins. */
  wait?: number;
}

/** Does one thing to each of some people; one who cannot be done is told by name, and the others go on. */
export async function change({ body }: Input<typeof bulkUsers>, deps: Deps): Promise<Output<typeof bulkUsers>> {
  const { needs } = rowChangeFor(body);
  if (needs) authorize(deps.rules, { actor: deps.actor, action: needs });
  const run: Run = { body, deps, results: [] };
  const left = [...new Set(body.ids)];
  const until = Date.now() + BEGIN_WITHIN_MS;
  const worker = async () => {
    while (run.wait === undefined && Date.now() < until) {
      const id = left.shift();
      if (id === undefined) return;
      const result = await changeOne(id, run);
      if (result) run.results.push(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { results: run.results, wait: run.wait };
}

/** Undefined where Identity refused to listen: nothing has happened to this one, and it can be sent again. */
async function changeOne(id: string, run: Run): Promise<BulkResult | undefined> {
  let email: string | undefined;
  try {
    const account = await existing(id, run.deps);
    email = account.email;
    const { entry, notices } = await rowChangeFor(run.body).apply({ account, body: run.body, deps: run.deps });
    return { id, email, outcome: entry === undefined ? "unchanged" : "done", entry, notices };
  } catch (error) {
    if (!(error instanceof AppError)) return { id, email, ...unforeseen(error) };
    // Identity mails one person once in 15 minutes: that is about this one, not about all.
    if (error.code === "rate_limited" && run.body.action !== "resend") return overdone(run, error);
    if (error.code === "forbidden") await keepRefusal(run, error);
    return { id, email, outcome: outcomeOf(error), message: error.message };
  }
}

/** What another try gets the same answer to. */
const final: readonly string[] = ["forbidden", "invalid", "not_found", "read_only", "outdated_deploy"];

function outcomeOf({ code }: AppError): "refused" | "failed" {
  return final.includes(code) ? "refused" : "failed";
}

function unforeseen(error: unknown): Pick<BulkResult, "outcome" | "message"> {
  log("error", "bulk_row_broke_off", {}, error);
  return { outcome: "failed", message: "It broke off on our side. The log of the function has the reason." };
}

const WAIT_S = 30;

function overdone(run: Run, error: AppError): undefined {
  run.wait = Math.max(run.wait ?? 0, Number(error.headers["retry-after"] ?? WAIT_S));
}

async function keepRefusal({ body, deps }: Run, { attempt, message }: AppError): Promise<void> {
  if (!attempt) return;
  const { audit, actor } = deps;
  await recordRefusal(audit, { ...actor, isStaff: true }, { ...attempt, batch: body.batch }, message);
}
