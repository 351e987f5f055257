import type { ExportColumn, ExportFormat, ExportRow } from "#lib/contract/exports.ts";

/** One export as text, piece by piece: what comes before the rows, each row, and what comes after them. */
export interface Writer {
  head: string;
  row: (row: ExportRow, index: number) => string;
  tail: string;
  type: string;
}

export function writerFor(format: ExportFormat, columns: readonly ExportColumn[]): Writer {
  const pick = (row: ExportRow) =>
    JSON.stringify(Object.fromEntries(columns.filter((name) => name in row).map((name) => [name, row[name]])));
  if (format === "csv") {
    return {
      // With the mark, spreadsheet programs read it as UTF-8.
      head: `\ufeff${csvLine(columns)}`,
      row: (row) => csvLine(columns.map((name) => csvText(row[name]))),
      tail: "",
      type: "text/csv;charset=utf-8",
    };
  }
  if (format === "ndjson")
    return { head: "", row: (row) => `${pick(row)}\n`, tail: "", type: "application/x-ndjson;charset=utf-8" };
  return {
    head: "[",
    row: (row, index) => `${index === 0 ? "\n" : ",\n"}${pick(row)}`,
    tail: "\n]\n",
    type: "application/json",
  };
}

/** Texts stand as they are, lists and metadata as JSON, what is absent as nothing. */
function csvText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a spreadsheet program would take for a formula, also after blanks or line breaks (OWASP ASVS 1.2.10), or drop. */
const dangerous = /^(?:['\t\r\n\0]|[\s\0\ufeff]*[=+\-@＝＋－＠])/;

/**
 * A text that no spreadsheet program runs: an apostrophe before whatever begins like a formula, and before an apostrophe, so
 * that `fromSafeCell` gives back exactly what was there.
 */
export function safeCell(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

export function fromSafeCell(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** RFC 4180, with every cell safe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(safeCell(cell))).join(",")}\r\n`;
}

function quoted(cell: string): string {
  return /[",;\r\n\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
