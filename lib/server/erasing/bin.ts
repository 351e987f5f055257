import type { BulkResult } from "#lib/contract/bulk.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { emptyBin } from "#lib/contract/erasing.ts";
import { type Account, statusOf } from "#lib/server/account.ts";
import { recordRefusal } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { log } from "#lib/server/log.ts";
import { type Audits, openAudits } from "./audits.ts";
import { BEGIN_WITHIN_MS, erase, notInTheBin } from "./erasing.ts";

/** Rows under way at a time: Identity serves the site's visitors meanwhile. */
const AT_ONCE = 3;

interface Run {
  body: Input<typeof emptyBin>["body"];
  deps: Deps;
  audits: Audits;
  until: number;
  results: BulkResult[];
  /** Set once somebody's account is gone and there was no time for all that is kept of them. */
  goesOn?: true;
  /** Set once Identity asks to be left alone: nothing more begins. */
  wait?: number;
}

/** Deletes some people for good who are in the bin; one who cannot be deleted is told by name, and the others go on. */
export async function empty({ body }: Input<typeof emptyBin>, deps: Deps): Promise<Output<typeof emptyBin>> {
  const until = Date.now() + BEGIN_WITHIN_MS;
  const run: Run = { body, deps, audits: openAudits(deps.audit), until, results: [] };
  const left = [...new Set(body.ids)];
  const worker = async () => {
    while (run.wait === undefined && Date.now() < until) {
      const id = left.shift();
      if (id === undefined) return;
      const result = await eraseRow(id, run);
      if (result) run.results.push(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { results: run.results, goesOn: run.goesOn, wait: run.wait };
}

/** Undefined where Identity refused to listen, or the time was over: this one is to be sent again. */
async function eraseRow(id: string, run: Run): Promise<BulkResult | undefined> {
  const { body, deps, audits, until } = run;
  let email: string | undefined;
  const check = (account: Account) => {
    email = account.email;
    if (statusOf(account) !== "deleted") throw notInTheBin();
  };
  try {
    const { reason, batch } = body;
    const { complete, entry } = await erase({ id, reason, batch, check, audits, until }, deps);
    if (complete) return { id, outcome: "done", entry };
    run.goesOn = true;
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) return { id, email, ...unforeseen(error) };
    if (error.code === "rate_limited") return overdone(run, error);
    // Somebody else was quicker, or the answer to an earlier try was lost.
    if (error.code === "not_found") return { id, outcome: "unchanged" };
    await keepRefusal(run, error);
    const refused = error.code === "forbidden" || error.code === "invalid";
    return {
      id,
      email: email ?? error.attempt?.target?.email,
      outcome: refused ? "refused" : "failed",
      message: error.message,
    };
  }
}

function unforeseen(error: unknown): Pick<BulkResult, "outcome" | "message"> {
  log("error", "bin_row_broke_off", {}, error);
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
