import { useState } from "react";
import * as z from "zod/mini";
import { useAccount } from "./account.ts";
import { parseUsersView, printUsersView } from "./users-view.ts";

/** A list under a name. The address is the whole of it: `?status=suspended&sort=name`. */
const SavedView = z.object({ name: z.string().check(z.maxLength(60)), search: z.string().check(z.maxLength(2000)) });
export type SavedView = z.infer<typeof SavedView>;

const keyOf = (account: string) => `desk.views.${account}`;

function read(account: string): SavedView[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(keyOf(account)) ?? "[]");
    return z.array(SavedView).safeParse(stored).data ?? [];
  } catch {
    return [];
  }
}

function write(account: string, views: readonly SavedView[]): boolean {
  try {
    window.localStorage.setItem(keyOf(account), JSON.stringify(views));
    return true;
  } catch {
    return false;
  }
}

export interface SavedViews {
  views: readonly SavedView[];
  /** Under a name that is taken it takes the other's place. */
  save: (view: SavedView) => void;
  rename: (from: string, to: string) => void;
  remove: (name: string) => void;
  /** Set when this browser keeps nothing. */
  problem: string | undefined;
}

/** The views somebody saved, kept in this browser apart for each who signs in here. */
export function useSavedViews(): SavedViews {
  const account = useAccount()?.id ?? "";
  const [views, setViews] = useState(() => read(account));
  const [problem, setProblem] = useState<string>();

  function store(next: SavedView[]): void {
    const sorted = next.toSorted((a, b) => a.name.localeCompare(b.name));
    setViews(sorted);
    setProblem(
      write(account, sorted)
        ? undefined
        : "This browser keeps nothing for this site, so the view is gone once you leave the page. Copy its link instead.",
    );
  }

  return {
    views,
    save: (view) => store([...views.filter(({ name }) => name !== view.name), view]),
    rename: (from, to) =>
      store(
        views
          .filter(({ name }) => name === from || name !== to)
          .map((view) => (view.name === from ? { ...view, name: to } : view)),
      ),
    remove: (name) => store(views.filter((view) => view.name !== name)),
    problem,
  };
}

/** Whether two addresses show the same list, however they are spelled. */
export function isSameView(a: string, b: string): boolean {
  const shape = (search: string) => printUsersView({ ...parseUsersView(new URLSearchParams(search)), page: 1 });
  return shape(a) === shape(b);
}
