import { useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  /** Takes one row in or out; `extend` does the same to all between it and the row touched before. */
  toggle: (id: string, extend?: boolean) => void;
  /** Takes rows in, or out. */
  mark: (ids: readonly string[], chosen: boolean) => void;
  clear: () => void;
}

interface State {
  /** What the list was narrowed to: other people need another selection. */
  scope: string;
  ids: ReadonlySet<string>;
  /** The row touched last. */
  anchor: string | undefined;
}

/** Rows from the anchor to the id, in the order they show; the id alone where the anchor is on another page. */
export function between(rows: readonly string[], anchor: string | undefined, id: string): string[] {
  const [from, to] = [anchor === undefined ? -1 : rows.indexOf(anchor), rows.indexOf(id)];
  if (from < 0 || to < 0) return [id];
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/**
 * The people somebody ticked. It survives paging and sorting, and ends when the list is narrowed to other people.
 * @param rows ids of the page that shows, in its order
 */
export function useSelection(scope: string, rows: readonly string[]): Selection {
  const [kept, setState] = useState<State>({ scope, ids: new Set(), anchor: undefined });
  const state: State = kept.scope === scope ? kept : { scope, ids: new Set(), anchor: undefined };

  function mark(ids: readonly string[], chosen: boolean, anchor = state.anchor): void {
    const next = new Set(state.ids);
    for (const id of ids) {
      if (chosen) next.add(id);
      else next.delete(id);
    }
    setState({ scope, ids: next, anchor });
  }

  return {
    ids: state.ids,
    toggle: (id, extend = false) => mark(extend ? between(rows, state.anchor, id) : [id], !state.ids.has(id), id),
    mark: (ids, chosen) => mark(ids, chosen),
    clear: () => mark([...state.ids], false),
  };
}
