import type { AuditEntry } from "#lib/contract/audit.ts";
import { inParallel } from "#lib/server/snapshot/in-parallel.ts";
import { sameJsonIn } from "#lib/server/users/changes/kind.ts";
import { type Audit, index, parseEntry } from "./audit.ts";
import { ABSENT, type Facts, factsOf, hashOf, printFacts, readFacts } from "./facts.ts";
import type { Part } from "./key.ts";
import { readEntry } from "./record.ts";
import { keysAbout } from "./unindexed.ts";

const AT_ONCE = 8;

/** Who is erased: by id, and by what stands for each address they had in keys. */
export interface Erased {
  id: string;
  hashes: ReadonlySet<string>;
}

/** An entry with the names of the keys it is found by. */
export interface Listed {
  entryId: string;
  names: string[];
}

/** What keys of a listing belong to, each entry once. */
function listedIn(keys: readonly string[], concerns: (facts: Facts) => boolean): Listed[] {
  const found = new Map<string, Listed>();
  for (const key of keys) {
    const facts = readFacts(key);
    if (!facts || !concerns(facts)) continue;
    const listed = found.get(facts.entryId) ?? { entryId: facts.entryId, names: [] };
    listed.names.push(printFacts(facts));
    found.set(facts.entryId, listed);
  }
  return [...found.values()];
}

/** Everything about somebody, found by the id. */
export async function listedAbout(audit: Audit, id: string): Promise<Listed[]> {
  return listedIn(await keysAbout(audit, id), () => true);
}

/** What names somebody and is not about their id: what they did as staff, and what was tried with their address alone. */
export function listedElsewhere(keys: readonly string[], { id, hashes }: Erased): Listed[] {
  return listedIn(keys, (facts) => {
    if (facts.actorId === id && facts.actorEmail !== ABSENT) return true;
    return facts.targetId === ABSENT && hashes.has(facts.targetEmail);
  });
}

/** The addresses that entries about somebody hold. */
export function addressesIn(entries: readonly AuditEntry[]): string[] {
  const found = entries.flatMap(({ target, before, after }) => [target?.email, before?.email, after?.email]);
  return [...new Set(found.filter((text): text is string => typeof text === "string" && text !== ""))];
}

function isAbout({ target }: AuditEntry, { id, hashes }: Erased, secret: string): boolean {
  if (target?.id !== undefined) return target.id === id;
  return target?.email !== undefined && hashes.has(hashOf(target.email, secret));
}

/** Says who was erased, by the id alone, and why: it is what is left to be told. */
function isOfErasing({ action, target, outcome }: AuditEntry): boolean {
  return action === "users.erase" && target?.email === undefined && outcome !== "refused";
}

/** An entry without the person: who did what when, how it ended, and the id. */
function withoutPerson(entry: AuditEntry, erased: Erased, secret: string): AuditEntry {
  const { id, at, action, target, outcome, batch, undoes, deploy } = entry;
  const actor = entry.actor.id === erased.id ? { ...entry.actor, email: "" } : entry.actor;
  if (!isAbout(entry, erased, secret) || isOfErasing(entry)) return { ...entry, actor };
  const whom = target?.id === undefined ? {} : { id: target.id };
  return { id, at, actor, action, target: whom, outcome, batch, undoes, deploy, erased: true };
}

/**
 * Writes both parts of an entry anew without the person, and the keys it is found by; the old keys go last, so that a
 * crash in between leaves the way back to what is still to be done. @returns the entry as it was, where it is one.
 */
export async function redact(audit: Audit, listed: Listed, erased: Erased): Promise<AuditEntry | undefined> {
  const before = await readEntry(audit, listed.entryId);
  const parts = await Promise.all([
    redactPart(audit, listed, erased, "intent"),
    redactPart(audit, listed, erased, "outcome"),
  ]);
  // Whoever is still at it finds its place taken, for its words are those of before.
  if (parts[0]?.erased && !parts[1]) await audit.store.setNew(audit.keys.part(listed.entryId, "outcome"), parts[0]);
  const now = await readEntry(audit, listed.entryId);
  const name = now && printFacts(factsOf(now, audit.secret));
  if (now && name && !listed.names.includes(name)) await index(audit, now);
  await dropNames(
    audit,
    listed.names.filter((old) => old !== name),
  );
  return before;
}

async function redactPart(
  { store, keys, secret }: Audit,
  { entryId }: Listed,
  erased: Erased,
  part: Part,
): Promise<AuditEntry | undefined> {
  const key = keys.part(entryId, part);
  const record = await store.get(key);
  if (record === undefined) return undefined;
  const entry = parseEntry(record);
  const clean = withoutPerson(entry, erased, secret);
  if (!sameJsonIn(entry, clean)) await store.set(key, clean);
  return clean;
}

async function dropNames({ store, keys }: Audit, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const about = readFacts(name)?.targetId ?? ABSENT;
    await store.delete(keys.factsEntry(name));
    if (about !== ABSENT) await store.delete(keys.aboutEntry(about, name));
  }
}

/** Redacts each. @returns the entries as they were. */
export async function redactAll(audit: Audit, listed: readonly Listed[], erased: Erased): Promise<AuditEntry[]> {
  const found = await inParallel(listed, AT_ONCE, (each) => redact(audit, each, erased));
  return found.filter((entry) => entry !== undefined);
}
