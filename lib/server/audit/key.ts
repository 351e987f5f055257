import { createHash, randomBytes } from "node:crypto";

const LAST_MOMENT = 9_999_999_999_999;
const DAY_MS = 86_400_000;

/**
 * Keys sort newest first, since Blobs lists them in the order of their bytes and from the start only: the time counts
 * down from the year 2286, and a folder per day lets a reader start in the middle.
 */
export function newEntryId(now: number): string {
  return `${String(LAST_MOMENT - now).padStart(13, "0")}-${randomBytes(5).toString("hex")}`;
}

/** The id of the one entry that there may be of this moment under this name. */
export function entryIdOf(moment: number, name: string): string {
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 10);
  return `${String(LAST_MOMENT - moment).padStart(13, "0")}-${digits}`;
}

/** Sorts behind every entry from this moment (ms) on, and before all older ones. */
export function lastIdBefore(moment: number): string {
  return `${String(LAST_MOMENT - moment).padStart(13, "0")}-g`;
}

const ENTRY_ID = /^\d{13}-[0-9a-f]{10}$/;

export function isEntryId(text: string): boolean {
  return ENTRY_ID.test(text);
}

export function timeOf(entryId: string): number {
  return LAST_MOMENT - Number(entryId.slice(0, 13));
}

/** The folder an entry is in: the days that are left, so the newest sorts first. */
export function dayOf(entryId: string): string {
  return String(Math.floor(Number(entryId.slice(0, 13)) / DAY_MS)).padStart(6, "0");
}

/** What was about to happen, and how it ended. An entry is written once under each and never again. */
export type Part = "intent" | "outcome";

/** The position just behind everything of a day's folder, as a cursor. */
export function endOfDay(day: string): string {
  return `${String((Number(day) + 1) * DAY_MS - 1).padStart(13, "0")}-ffffffffff`;
}

/** The position just before everything of a day's folder. */
export function beginOfDay(day: string): string {
  return endOfDay(String(Number(day) - 1));
}

/** Where entries written before this moment begin. */
export function beginOf(moment: number): string {
  return `${String(LAST_MOMENT - moment).padStart(13, "0")}-ffffffffff`;
}

/** Keys below one instance of Identity, whose accounts the entries are about. */
export function auditKeys(instance: string) {
  const log = `${instance}/log/`;
  const about = (accountId: string) => `${instance}/about/${accountId}/`;
  const facts = `${instance}/facts/`;
  return {
    log,
    facts,
    day: (day: string) => `${log}${day}/`,
    part: (entryId: string, part: Part) => `${log}${dayOf(entryId)}/${entryId}.${part}`,
    about,
    /** `name` is of facts.ts. The one folder is for everything about a person, the other for everything of a day. */
    aboutEntry: (accountId: string, name: string) => `${about(accountId)}${name}`,
    factsOfDay: (day: string) => `${facts}${day}/`,
    factsEntry: (name: string) => `${facts}${dayOf(name)}/${name}`,
    /** Marks that each entry of a day has its facts. */
    indexed: (day: string) => `${instance}/indexed/${day}`,
    /** Marks that an entry was taken back, and by which. */
    undone: (entryId: string, by: string) => `${instance}/undone/${dayOf(entryId)}/${entryId}.${by}`,
    undoneOfDay: (day: string) => `${instance}/undone/${day}/`,
    /** Marks that somebody who is not staff was refused in this minute. */
    refusedIn: (minute: number, accountId: string) => `${instance}/refused/${minute}/${accountId}`,
  };
}

/** The entry a key belongs to, and which part of it: the last step of the path, `<entry>.<part>` or `<entry>`. */
export function readKey(key: string): { entryId: string; part: string } {
  const [entryId = "", part = ""] = key.slice(key.lastIndexOf("/") + 1).split(".");
  return { entryId, part };
}
