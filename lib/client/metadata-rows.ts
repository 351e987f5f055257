import { isKeptExactly } from "#lib/contract/exact-number.ts";
import type { Fields } from "./field-diff.ts";

/** One key of metadata as a form shows it. What is a list or an object can only be kept, taken away, or edited as JSON. */
export interface MetadataRow {
  id: number;
  key: string;
  kind: "text" | "number" | "yes_no" | "other";
  /** As typed; for yes/no "true" or "false". */
  text: string;
  /** With `other`: what it holds. */
  value?: unknown;
  /** Added in this form, so that its name can still be changed. */
  fresh?: boolean;
}

let serial = 0;

function rowOf(key: string, value: unknown): MetadataRow {
  serial += 1;
  const row = { id: serial, key };
  if (typeof value === "string" && !/[\n\r]/.test(value)) return { ...row, kind: "text", text: value };
  if (typeof value === "number") return { ...row, kind: "number", text: String(value) };
  if (typeof value === "boolean") return { ...row, kind: "yes_no", text: String(value) };
  return { ...row, kind: "other", text: JSON.stringify(value), value };
}

export function rowsOf(fields: Fields): MetadataRow[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => rowOf(key, value));
}

export function newRow(): MetadataRow {
  return { ...rowOf("", ""), fresh: true };
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Why a row cannot be saved as it stands, and which part of it is at fault. */
export function rowProblem(
  row: MetadataRow,
  all: readonly MetadataRow[],
): { part: "key" | "value"; message: string } | undefined {
  if (row.fresh && row.key === "") return { part: "key", message: "Give the field a name." };
  if (row.fresh && row.key === "__proto__")
    return { part: "key", message: "Choose another name: programs take this one for something else." };
  if (row.fresh && all.some((other) => other.id !== row.id && other.key === row.key)) {
    return { part: "key", message: "There is a field with this name already." };
  }
  if (row.kind !== "number") return undefined;
  if (!NUMBER.test(row.text.trim())) return { part: "value", message: "Enter a number, like 12 or 3.5." };
  if (isKeptExactly(row.text.trim())) return undefined;
  return {
    part: "value",
    message: "Identity cannot keep this number exactly. Store it as a text instead, under JSON.",
  };
}

/** The metadata the rows stand for; those with a problem are to be asked about before. */
export function fieldsOf(rows: readonly MetadataRow[]): Fields {
  return Object.fromEntries(rows.map((row) => [row.key, valueIn(row)]));
}

function valueIn({ kind, text, value }: MetadataRow): unknown {
  if (kind === "number") return Number(text.trim());
  if (kind === "yes_no") return text === "true";
  return kind === "other" ? value : text;
}
