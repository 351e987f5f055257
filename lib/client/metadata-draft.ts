import { useState } from "react";
import { sameJson } from "#lib/contract/metadata.ts";
import type { Fields } from "./field-diff.ts";
import { type JsonProblem, readJsonObject } from "./json-text.ts";
import { fieldsOf, type MetadataRow, newRow, rowProblem, rowsOf } from "./metadata-rows.ts";

export type MetadataView = "form" | "json";

export interface MetadataDraft {
  view: MetadataView;
  rows: MetadataRow[];
  text: string;
  /** What is written, as metadata; undefined while it is not clear. */
  fields: Fields | undefined;
  /** Of the JSON text. */
  problem: JsonProblem | undefined;
  /** Rows say what is wrong with them once somebody tried to go on. */
  strict: boolean;
  /** Something other was written than what was there. */
  touched: boolean;
  /** Goes to the other view, taking along what is written; stays where that is not clear. */
  show: (view: MetadataView) => void;
  changeRow: (row: MetadataRow) => void;
  removeRow: (id: number) => void;
  addRow: () => void;
  write: (text: string) => void;
  format: () => void;
  replace: (fields: Fields) => void;
  showProblems: () => void;
}

interface State {
  view: MetadataView;
  rows: MetadataRow[];
  text: string;
  strict: boolean;
}

function formatted(fields: Fields): string {
  return JSON.stringify(fields, null, 2);
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** Metadata being written, as rows of a form or as a JSON text. */
export function useMetadataDraft(seen: Fields): MetadataDraft {
  const [state, setState] = useState<State>(() => ({ view: "form", rows: rowsOf(seen), text: "", strict: false }));
  const change = (part: Partial<State>) => setState({ ...state, ...part });
  const { view, rows, text } = state;
  const reading = view === "json" ? readJsonObject(text) : undefined;
  const problem = reading && "problem" in reading ? reading.problem : undefined;
  const fields = reading ? ("value" in reading ? reading.value : undefined) : readRows(rows);

  function take(next: MetadataView, wanted: Fields): void {
    change(
      next === "form" ? { view: next, rows: rowsOf(wanted), strict: false } : { view: next, text: formatted(wanted) },
    );
  }

  return {
    ...state,
    fields,
    problem,
    touched: !fields || !sameJson(withoutNulls(fields), withoutNulls(seen)),
    show(next) {
      if (next === view) return;
      if (fields) take(next, fields);
      else change({ strict: true });
    },
    changeRow: (row) => change({ rows: rows.map((old) => (old.id === row.id ? row : old)) }),
    removeRow: (id) => change({ rows: rows.filter((row) => row.id !== id) }),
    addRow: () => change({ rows: [...rows, newRow()] }),
    write: (next) => change({ text: next }),
    format: () => fields && change({ text: formatted(fields) }),
    replace: (next) => take(view, next),
    showProblems: () => change({ strict: true }),
  };
}

function readRows(rows: MetadataRow[]): Fields | undefined {
  return rows.some((row) => rowProblem(row, rows)) ? undefined : fieldsOf(rows);
}
