import { AuditEntry } from "#lib/contract/audit.ts";
import type { Deploy } from "#lib/server/deploy.ts";
import { AppError, type RefusedAttempt } from "#lib/server/errors.ts";
import { IdentityFault } from "#lib/server/gotrue/transport.ts";
import { log } from "#lib/server/log.ts";
import { type Permit, requireGenuine } from "#lib/server/policy/policy.ts";
import { openStore, type Store, storeNameIn } from "#lib/server/store.ts";
import { factsOf, printFacts } from "./facts.ts";
import { auditKeys, newEntryId, type Part } from "./key.ts";

const DEADLINE_MS = 3_000;

/** The log of who did what to whom, of one deploy context and one Identity. */
export interface Audit {
  store: Store;
  keys: ReturnType<typeof auditKeys>;
  deploy: Deploy;
  /** Keys the hashes that stand for addresses in keys. */
  secret: string;
}

/** Where an audit is, and how long each question to the store may take. */
export interface AuditPlace {
  instance: string;
  secret: string;
  deadlineMs?: number;
}

export function openAudit(deploy: Deploy, { instance, secret, deadlineMs = DEADLINE_MS }: AuditPlace): Audit {
  return {
    store: openStore(storeNameIn(deploy.context, "audit"), { deadlineMs }),
    keys: auditKeys(instance),
    deploy,
    secret,
  };
}

/** The audit of another deploy context of the same site. */
export function openAuditIn(audit: Audit, context: string): Audit {
  const store = openStore(storeNameIn(context, "audit"), { deadlineMs: DEADLINE_MS });
  return { ...audit, store, deploy: { ...audit.deploy, context } };
}

type Fields = Record<string, unknown>;

/** What the entry says besides who, what and on whom, which the permit says. Never a password. */
export interface Details {
  before?: Fields;
  after?: Fields;
  reason?: string | undefined;
  /** The run over many that this belongs to. */
  batch?: string | undefined;
  /** The entry whose change this takes back. */
  undoes?: string | undefined;
  /** The account shows how it ended: after a lost answer the outcome stays open, to be settled by reading it. */
  toldByAccount?: true;
  /** Says the id alone of whom it is about. */
  nameless?: true;
}

/** What a piece of work found out, for its entry. */
export interface Done<T> {
  value: T;
  target?: { id: string; email: string };
  after?: Fields;
  /** Set where something of it did not happen; the entry then says `failed`. */
  failed?: string | undefined;
}

/**
 * Writes one part of an entry, and beside it the keys by which it is found. Those of an outcome come after it, so that they
 * never tell more than the record does.
 */
async function write(audit: Audit, entry: AuditEntry, part: Part): Promise<void> {
  const record = audit.store.setNew(audit.keys.part(entry.id, part), entry);
  if (part === "outcome") await record;
  await Promise.all([record, index(audit, entry)]);
}

/** Makes an entry findable by what it says now. */
export async function index({ store, keys, secret }: Audit, entry: AuditEntry): Promise<void> {
  const name = printFacts(factsOf(entry, secret));
  const about = entry.target?.id;
  await Promise.all([
    store.set(keys.factsEntry(name), {}),
    about === undefined ? undefined : store.set(keys.aboutEntry(about, name), {}),
  ]);
}

/**
 * Writes what is about to happen, does it, and writes how it ended. If the first cannot be written nothing is done; if the
 * second cannot, the entry stays "outcome unknown" until somebody reads it and the account tells. `work` gets the entry's id.
 * @throws whatever the work throws; AppError `store_unavailable` before it.
 */
export async function recorded<T>(
  audit: Audit,
  permit: Permit,
  details: Details,
  work: (entry: string) => Promise<Done<T>>,
): Promise<T> {
  requireGenuine(permit);
  const { actor, action } = permit;
  const target = details.nameless ? { id: permit.target.id } : permit.target;
  const now = Date.now();
  const intent: AuditEntry = {
    id: newEntryId(now),
    at: new Date(now).toISOString(),
    actor: { kind: actor.kind, id: actor.id, email: actor.email },
    action,
    target,
    outcome: "unknown",
    before: details.before,
    after: details.after,
    reason: details.reason,
    batch: details.batch,
    undoes: details.undoes,
    deploy: { context: audit.deploy.context, id: audit.deploy.id },
  };
  await write(audit, intent, "intent");
  try {
    const done = await work(intent.id);
    const outcome = done.failed === undefined ? "done" : "failed";
    const after = done.after ?? intent.after;
    await writeOutcome(audit, { ...intent, target: done.target ?? target, after, outcome, message: done.failed });
    return done.value;
  } catch (error) {
    if (details.toldByAccount && mayHaveHappened(error)) throw error;
    const message = error instanceof AppError ? error.message : "It broke off. The log of the function has the reason.";
    await writeOutcome(audit, { ...intent, outcome: "failed", message });
    throw error;
  }
}

function mayHaveHappened(error: unknown): boolean {
  return error instanceof IdentityFault && error.mayHaveHappened;
}

/** The change has happened (or not) already: a store that fails now must not hide that from whoever asked. */
async function writeOutcome(audit: Audit, entry: AuditEntry): Promise<void> {
  try {
    await write(audit, entry, "outcome");
  } catch (error) {
    log("error", "audit_outcome_lost", { entry: entry.id }, error);
  }
}

/** Somebody signed in, staff or not. */
export interface Caller {
  id: string;
  email: string;
  isStaff: boolean;
}

/** Records a refused attempt: each by staff, one a minute by others. It must never turn the refusal into another answer. */
export async function recordRefusal(
  audit: Audit,
  caller: Caller,
  attempt: RefusedAttempt,
  message: string,
): Promise<void> {
  const now = Date.now();
  const entry: AuditEntry = {
    id: newEntryId(now),
    at: new Date(now).toISOString(),
    actor: { kind: caller.isStaff ? "staff" : "person", id: caller.id, email: caller.email },
    action: attempt.action,
    target: attempt.target,
    outcome: "refused",
    message,
    batch: attempt.batch,
    deploy: { context: audit.deploy.context, id: audit.deploy.id },
  };
  try {
    const minute = Math.floor(now / 60_000);
    if (!caller.isStaff && !(await audit.store.setNew(audit.keys.refusedIn(minute, caller.id), {}))) return;
    await write(audit, entry, "outcome");
  } catch (error) {
    log("error", "audit_refusal_lost", { action: attempt.action }, error);
  }
}

/** @throws Error for a record that no version of this desk wrote. */
export function parseEntry(record: unknown): AuditEntry {
  return AuditEntry.parse(record);
}
