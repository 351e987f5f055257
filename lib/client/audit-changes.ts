import type { AuditEntry } from "#lib/contract/audit.ts";
import { sameJson } from "#lib/contract/metadata.ts";
import { exactTime, parseTime } from "./dates.ts";
import { roleChange } from "./role-changes.ts";

type Fields = NonNullable<AuditEntry["before"]>;

/** One field of an entry as text: what somebody typed may be anywhere in it, also in the name. */
export type ChangeLine = { name: string } & (
  | { kind: "fact"; texts: string[] }
  | { kind: "list"; kept: string[]; removed: string[]; added: string[] }
  /** A side that is undefined was not there, or is no more. */
  | { kind: "value"; was: string | undefined; is: string | undefined }
);

const names = new Map([
  ["email", "e-mail"],
  ["mailTo", "mail to"],
  ["userMetadata", "user metadata"],
  ["appMetadata", "app metadata"],
  ["pendingEmail", "new e-mail"],
]);

/** What changed, field by field. Without anything before it there are only facts: nothing was there to compare with. */
export function changeLines(before: Fields = {}, after: Fields = {}): ChangeLine[] {
  const isNew = Object.keys(before).length === 0;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): ChangeLine[] => {
    const name = names.get(key) ?? key;
    if (key === "desk") return deskLines(before.desk, after.desk);
    if (isNew) return after[key] === undefined ? [] : [{ name, kind: "fact", texts: factTexts(after[key]) }];
    return compared([name], before[key], after[key]);
  });
}

function factTexts(value: unknown): string[] {
  if (!isTexts(value)) return [inWords(value)];
  return value.length === 0 ? ["none"] : value;
}

/** Objects by the path of each key that differs; lists of texts by what came and went; all else as old and new. */
function compared(path: readonly string[], was: unknown, is: unknown): ChangeLine[] {
  if (sameJson(was, is)) return [];
  if (isObject(was) && isObject(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => compared([...path, key], own(was, key), own(is, key)));
  }
  const name = path.join(" › ");
  const [old, now] = [was ?? [], is ?? []];
  if (isTexts(old) && isTexts(now)) {
    return [{ name, kind: "list", kept: now.filter((text) => old.includes(text)), ...roleChange(old, now) }];
  }
  return [{ name, kind: "value", was: maybe(was), is: maybe(is) }];
}

function deskLines(before: unknown, after: unknown): ChangeLine[] {
  const [was, is] = [deskInWords(before), deskInWords(after)];
  const status: ChangeLine[] = was === is ? [] : [{ name: "status", kind: "value", was, is }];
  return [...status, ...compared(["roles kept for a restore"], keptRoles(before), keptRoles(after))];
}

const states = new Map<unknown, string>([
  ["suspended", "suspended"],
  ["deleted", "in the bin"],
  ["in_review", "in review"],
  ["rejected", "rejected"],
]);

/** The desk's own part of the status. Anybody with Identity's token may have written it, so nothing is taken for granted. */
function deskInWords(desk: unknown): string {
  if (desk === null || desk === undefined) return "not barred";
  if (!isObject(desk)) return inWords(desk);
  const status = own(desk, "status");
  const end = parseTime(typeof desk.until === "string" ? desk.until : undefined);
  const word = status === undefined ? "not barred" : (states.get(status) ?? inWords(status));
  return end ? `${word} until ${exactTime(end)}` : word;
}

function keptRoles(desk: unknown): string[] {
  return isObject(desk) && isTexts(desk.roles) ? desk.roles : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** In metadata, null is what is not there. */
function own(fields: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(fields, key) ? (fields[key] ?? undefined) : undefined;
}

function maybe(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : inWords(value);
}

function inWords(value: unknown): string {
  if (value === "") return "empty";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
