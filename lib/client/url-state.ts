import { useSearchParams } from "next/navigation";
import type { UsersView } from "./users.ts";

/** Reads `?q=&page=`; whatever is no page number counts as the first page. */
export function parseUsersView(search: URLSearchParams): UsersView {
  const page = search.get("page") ?? "1";
  return { q: search.get("q") ?? "", page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1 };
}

/** The same as text, shortest form: "" for the first page of everyone. */
export function printUsersView(view: UsersView): string {
  const search = new URLSearchParams();
  if (view.q) search.set("q", view.q);
  if (view.page > 1) search.set("page", String(view.page));
  const text = search.toString();
  return text && `?${text}`;
}

/** Shows another part of the list: as a page of its own to go Back from (`push`), or in place (`replace`). */
export type ShowUsers = (view: UsersView, entry?: "push" | "replace") => void;

/** The list's state as the address says, and how to change it; in place unless told, so that Back leaves a search. */
export function useUsersView(): [UsersView, ShowUsers] {
  const search = useSearchParams();
  const show: ShowUsers = (view, entry = "replace") => {
    const url = window.location.pathname + printUsersView(view);
    if (entry === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  };
  return [parseUsersView(new URLSearchParams(search)), show];
}
