import type { AuditEntry } from "#lib/contract/audit.ts";
import { type AuditFilter, actionGroups, isActionGroup } from "#lib/contract/audit-filter.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import { keyedHash } from "#lib/server/keyed-hash.ts";
import { isEntryId, timeOf } from "./key.ts";

/**
 * What an entry can be looked for by, short enough to stand in a key: Blobs answers a thousand keys to one request, and
 * one record. Addresses stand as keyed hashes. What is absent or cannot stand in a key is "-".
 */
export interface Facts {
  entryId: string;
  outcome: string;
  action: string;
  kind: string;
  actorId: string;
  actorEmail: string;
  targetId: string;
  targetEmail: string;
  batch: string;
  undoes: string;
}

/** Stands for what an entry does not say. */
export const ABSENT = "-";
const HASH_LENGTH = 16;

function plain(text: string | undefined): string {
  return text !== undefined && /^[\w-]{1,64}$/.test(text) ? text : ABSENT;
}

/** What stands for an address in a key, however it is spelt. */
export function hashOf(email: string | undefined, secret: string): string {
  if (!email) return ABSENT;
  return keyedHash(secret, "audit", normaliseAddress(email) ?? email.trim().toLowerCase()).slice(0, HASH_LENGTH);
}

/** A full stop parts the facts. */
function actionInKey(action: string): string {
  return action.replace(".", "-");
}

export function factsOf({ id, actor, target, ...entry }: AuditEntry, secret: string): Facts {
  return {
    entryId: id,
    outcome: entry.outcome,
    action: actionInKey(entry.action),
    kind: actor.kind,
    actorId: plain(actor.id),
    actorEmail: hashOf(actor.email, secret),
    targetId: plain(target?.id),
    targetEmail: hashOf(target?.email, secret),
    batch: plain(entry.batch),
    undoes: plain(entry.undoes),
  };
}

/** The last step of a key. It begins with the entry's id, so it sorts as that does. */
export function printFacts(facts: Facts): string {
  const { entryId, outcome, action, kind, actorId, actorEmail, targetId, targetEmail, batch, undoes } = facts;
  return [entryId, outcome, action, kind, actorId, actorEmail, targetId, targetEmail, batch, undoes].join(".");
}

/** Reads a key's last step; undefined for one that holds no facts. */
export function readFacts(key: string): Facts | undefined {
  const [entryId = "", outcome, action, kind, actorId, actorEmail, targetId, targetEmail, batch, undoes] = key
    .slice(key.lastIndexOf("/") + 1)
    .split(".");
  if (!isEntryId(entryId) || !outcome || !action || !kind || !actorId || !actorEmail) return undefined;
  if (!targetId || !targetEmail || !batch || !undoes) return undefined;
  return { entryId, outcome, action, kind, actorId, actorEmail, targetId, targetEmail, batch, undoes };
}

type Person = NonNullable<AuditFilter["actor"]>;

function isPerson(person: Person, [id, email]: readonly [string, string], secret: string): boolean {
  return "id" in person ? person.id === id : hashOf(person.email, secret) === email;
}

/** Whether facts are what a filter asks for. Its groups of actions and hashes are worked out once. */
export function matcherOf(filter: AuditFilter, secret: string): (facts: Facts) => boolean {
  const { actor, target, kind, outcome, action, from, to, batch } = filter;
  const actions = action?.flatMap((name): readonly string[] => (isActionGroup(name) ? actionGroups[name] : [name]));
  const inKeys = actions && new Set(actions.map(actionInKey));
  return (facts) => {
    const at = timeOf(facts.entryId);
    if (from !== undefined && at < from) return false;
    if (to !== undefined && at >= to) return false;
    if (inKeys && !inKeys.has(facts.action)) return false;
    if (kind && !kind.includes(facts.kind)) return false;
    if (outcome && !outcome.includes(facts.outcome)) return false;
    if (batch !== undefined && facts.batch !== batch) return false;
    if (actor && !isPerson(actor, [facts.actorId, facts.actorEmail], secret)) return false;
    return !target || isPerson(target, [facts.targetId, facts.targetEmail], secret);
  };
}
