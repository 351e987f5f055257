import { type Column, columnsOf, usualColumns } from "./users-view.ts";

const key = "desk.columns";

/** The columns somebody chose in this browser, else the usual ones. */
export function ownColumns(): readonly Column[] {
  const stored = read();
  return stored === null ? usualColumns : columnsOf(stored.split(","));
}

function read(): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a choice for the next time; the usual ones are kept by forgetting. */
export function keepColumns(columns: readonly Column[]): void {
  try {
    if (columns.join() === usualColumns.join()) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, columns.join());
  } catch {
    // Where the browser keeps nothing the address still has them.
  }
}
