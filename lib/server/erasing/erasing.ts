import type { Input } from "#lib/contract/endpoint.ts";
import type { Erased, eraseUser } from "#lib/contract/erasing.ts";
import { type Account, nameOf, statusOf } from "#lib/server/account.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import { addressesIn } from "#lib/server/audit/redacting.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { accountOfAnyAudience } from "#lib/server/gotrue/accounts.ts";
import { removeAccount } from "#lib/server/gotrue/removal.ts";
import { noteIds } from "#lib/server/notes/note-store.ts";
import { authorize, type Permit, type Subject } from "#lib/server/policy/policy.ts";
import { TOKEN_LIFE_MS } from "#lib/server/users/change.ts";
import { type Audits, entriesAbout, openAudits, type Progress } from "./audits.ts";
import { type Job, jobFor, jobOf, keepJob, readJob } from "./job.ts";
import { eraseRecords } from "./records.ts";

/** No further part of the records is begun later than this. */
export const BEGIN_WITHIN_MS = 6_000;

export interface Erasing {
  id: string;
  reason?: string | undefined;
  batch?: string | undefined;
  /** Refuses an account that is there, and is not to go. */
  check(account: Account): void;
  audits: Audits;
  /** Nothing is begun later than this, ms since 1970. */
  until: number;
}

/** Deletes one person for good whose address the caller has typed. */
export function eraseOne({ params, body }: Input<typeof eraseUser>, deps: Deps): Promise<Erased> {
  const { confirm, now = false, reason } = body;
  const check = (account: Account) => {
    if (confirm.toLowerCase() !== account.email.trim().toLowerCase()) throw mistyped;
    if (statusOf(account) !== "deleted" && !now) throw notInTheBin("now");
  };
  const until = Date.now() + BEGIN_WITHIN_MS;
  return erase({ id: params.id, reason, check, audits: openAudits(deps.audit), until }, deps);
}

const mistyped = new AppError("invalid", "This is not the address of the account. Type it as it is shown.", {
  field: "confirm",
});

export function notInTheBin(field?: string): AppError {
  const message = "This person is not in the bin now. Look at them again before you delete them for good.";
  return new AppError("invalid", message, { field });
}

/** Whom it concerns, and what an earlier try left to do. */
interface Person {
  /** Undefined where it is gone from Identity already. */
  account: Account | undefined;
  subject: Subject;
  job: Job;
}

/** Gone, but there is still something of them here. @throws AppError `not_found` where there is nothing. */
async function leftOf({ id, audits }: Erasing, { state, rules }: Deps): Promise<Person> {
  const [job, entries, notes] = await Promise.all([readJob(state, id), entriesAbout(audits, id), noteIds(state, id)]);
  if (!job && entries.length === 0 && notes.length === 0) {
    throw new AppError("not_found", "There is no user with this id, and nothing about one.");
  }
  const told = jobOf(state, addressesIn(entries));
  const hashes = [...new Set([...(job?.hashes ?? []), ...told.hashes])];
  const keys = [...new Set([...(job?.keys ?? []), ...told.keys])];
  const email = entries.find(({ target }) => target?.email)?.target?.email ?? "";
  const subject = { id, email, audience: rules.audience, appMetadata: {} };
  return { account: undefined, subject, job: { ...job, hashes, keys } };
}

async function personFor(erasing: Erasing, deps: Deps): Promise<Person> {
  const account = await accountOfAnyAudience(deps.identity, erasing.id);
  if (!account) return leftOf(erasing, deps);
  const job = await jobFor(deps.state, account, addressesIn(await entriesAbout(erasing.audits, erasing.id)));
  return { account, subject: account, job };
}

/** The reason outlives the person. */
function requireNameless(reason: string | undefined, { account, subject }: Person): void {
  const text = reason?.toLowerCase() ?? "";
  const names = [subject.email, account ? nameOf(account) : ""].filter((name) => name.length > 2);
  if (!names.some((name) => text.includes(name.toLowerCase()))) return;
  const message = "The reason stays in the audit, so leave their name and address out of it.";
  throw new AppError("invalid", message, { field: "reason" });
}

/**
 * Deletes somebody for good: announced, deleted in Identity, then erased from all that the desk keeps. Whatever breaks off in
 * between, the same once more ends it.
 * @throws AppError `not_found`, `forbidden`, `invalid`, and what Identity and the store throw.
 */
export async function erase(erasing: Erasing, deps: Deps): Promise<Erased> {
  const { id, reason, batch, check } = erasing;
  const person = await personFor(erasing, deps);
  const permit = authorize(deps.rules, { actor: deps.actor, action: "users.erase", target: person.subject });
  if (person.account) check(person.account);
  requireNameless(reason, person);
  return recorded(deps.audit, permit, { reason, batch, nameless: true }, async (entry) => {
    await keepJob(deps.state, id, person.job);
    if (person.account) await removeAccount(permit, deps.identity, id);
    const { complete, days } = await eraseAfter(permit, { ...erasing, job: person.job }, deps);
    const bitesBy = person.account && new Date(Date.now() + TOKEN_LIFE_MS).toISOString();
    const value = { id, complete, entry, bitesBy, ...(!complete && { days }) };
    return { value, failed: complete ? undefined : unfinished };
  });
}

const unfinished = "The account is gone. There was no time for all that the desk keeps of them: do it once more.";

/** The account is gone, which the store's own sentence for a failure would deny. */
async function eraseAfter(
  permit: Permit<"users.erase">,
  erasing: Erasing & { job: Job },
  deps: Deps,
): Promise<Progress> {
  try {
    return await eraseRecords(permit, erasing, deps);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "store_unavailable") throw error;
    const message =
      "The account is gone, but the desk's store does not answer, so something of them is still kept here. Do it once more in a moment: it goes on from there.";
    throw new AppError("store_unavailable", message, { cause: error });
  }
}
