import { useSearchParams } from "next/navigation";
import { ownColumns } from "./own-columns.ts";
import { parseUsersView, printUsersView, type UsersView } from "./users-view.ts";

/** Shows another part of the list: as a page of its own to go Back from (`push`), or in place (`replace`). */
export type ShowUsers = (change: Partial<UsersView>, entry?: "push" | "replace") => void;

/**
 * The list's state as the address says, and how to change it; in place unless told, so that Back leaves a search. What
 * changes begins at the first page, unless it is the page that changes.
 */
export function useUsersView(): [UsersView, ShowUsers] {
  const search = useSearchParams();
  const view = parseUsersView(new URLSearchParams(search), ownColumns());
  const show: ShowUsers = (change, entry = "replace") => {
    const url = window.location.pathname + printUsersView({ ...view, page: 1, ...change });
    if (entry === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  };
  return [view, show];
}
