import type { KeyboardEvent } from "react";
import { useCommands } from "#lib/client/commands.ts";
import type { Selection } from "#lib/client/selection.ts";

/** From anywhere on the page: `j` and `k` go from row to row, `x` ticks the row that has the focus. */
export function useRowKeys(selection: Selection | null): void {
  const key = { group: "The list", inPalette: false } as const;
  const tick = { ...key, id: "rows.x", label: "Select the row, or not", keys: "x", run: () => toggleHere(selection) };
  useCommands([
    { ...key, id: "rows.j", label: "Next row", keys: "j", run: () => focusRow(1) },
    { ...key, id: "rows.k", label: "Row before", keys: "k", run: () => focusRow(-1) },
    ...(selection ? [tick] : []),
  ]);
}

const rowHere = () => document.activeElement?.closest<HTMLElement>("tr[data-id]");

function toggleHere(selection: Selection | null): void {
  const id = rowHere()?.dataset.id;
  if (id) selection?.toggle(id);
}

function focusRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll("tr[data-id]")];
  const here = rowHere();
  const row = here ? rows[rows.indexOf(here) + by] : rows[0];
  row?.querySelector("a")?.focus();
}

/** Arrow keys in the rows do the same; with Shift they tick on the way. */
export function moveInRows(event: KeyboardEvent<HTMLElement>, selection: Selection | null): void {
  const row = event.target instanceof Element && event.target.closest("tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  if (event.shiftKey) selection?.mark([row.dataset.id ?? "", next.dataset.id ?? ""], true);
  next.querySelector("a")?.focus();
}
