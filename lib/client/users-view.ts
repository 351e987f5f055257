import { joinValues, splitValues } from "#lib/contract/user-filters.ts";
import { UserStatus } from "#lib/contract/users.ts";

/** What can be shown of a user, in the order of the list unless somebody chose another. */
export const columnNames = ["email", "name", "status", "roles", "provider", "createdAt", "lastSeen"] as const;
export type Column = (typeof columnNames)[number];

export const usualColumns: readonly Column[] = ["email", "name", "status", "roles", "createdAt"];

/** A list can be sorted by each column; `-` before it means downwards. */
export type Sort = Column | `-${Column}`;
export const usualSort: Sort = "-createdAt";

/** What narrows the list besides the search. Days are `YYYY-MM-DD`, both ends included; "" is no limit. */
export interface Filters {
  status: UserStatus[];
  role: string[];
  provider: string[];
  createdFrom: string;
  createdTo: string;
  seenFrom: string;
  seenTo: string;
  pendingEmail: boolean;
}

/** Everything the address of the users list says. */
export interface UsersView {
  q: string;
  page: number;
  filters: Filters;
  sort: Sort;
  columns: readonly Column[];
}

export const noFilters: Filters = {
  status: [],
  role: [],
  provider: [],
  createdFrom: "",
  createdTo: "",
  seenFrom: "",
  seenTo: "",
  pendingEmail: false,
};

export const usualView: UsersView = { q: "", page: 1, filters: noFilters, sort: usualSort, columns: usualColumns };

const lists = ["status", "role", "provider"] as const;
const days = ["createdFrom", "createdTo", "seenFrom", "seenTo"] as const;

function listIn(search: URLSearchParams, name: string): string[] {
  const found = search.getAll(name).flatMap(splitValues);
  return [...new Set(found.map((text) => text.trim()).filter(Boolean))];
}

function dayIn(search: URLSearchParams, name: string): string {
  const text = search.get(name) ?? "";
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.startsWith(text);
  return isDay ? text : "";
}

function isColumn(text: string): text is Column {
  return columnNames.some((name) => name === text);
}

function isSort(text: string): text is Sort {
  return isColumn(text.replace(/^-/, ""));
}

/** The address of a person is always there, and first. */
export function columnsOf(names: readonly string[]): readonly Column[] {
  return ["email", ...new Set(names.filter(isColumn).filter((name) => name !== "email"))];
}

/**
 * Reads the address. Whatever makes no sense counts as not there, since links are typed and cut off by people.
 * @param columns shown where the address names none
 */
export function parseUsersView(search: URLSearchParams, columns: readonly Column[] = usualColumns): UsersView {
  const page = search.get("page") ?? "1";
  const sort = search.get("sort") ?? "";
  const named = listIn(search, "columns");
  return {
    q: search.get("q") ?? "",
    page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1,
    filters: {
      status: UserStatus.options.filter((status) => listIn(search, "status").includes(status)),
      role: listIn(search, "role"),
      provider: listIn(search, "provider"),
      createdFrom: dayIn(search, "createdFrom"),
      createdTo: dayIn(search, "createdTo"),
      seenFrom: dayIn(search, "seenFrom"),
      seenTo: dayIn(search, "seenTo"),
      pendingEmail: search.get("pendingEmail") === "true",
    },
    sort: isSort(sort) ? sort : usualSort,
    columns: named.length > 0 ? columnsOf(named) : columns,
  };
}

/** Search and filters as the wire takes them; what does not narrow is left out. */
export function printFilters({ q, filters }: Pick<UsersView, "q" | "filters">): Record<string, string> {
  const entries: [string, string][] = [
    ["q", q],
    ...lists.map((name): [string, string] => [name, joinValues(filters[name])]),
    ...days.map((name): [string, string] => [name, filters[name]]),
    ["pendingEmail", filters.pendingEmail ? "true" : ""],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** The view as text, shortest form: "" for the first page of everyone as they usually show. */
export function printUsersView(view: UsersView): string {
  const search = new URLSearchParams(printFilters(view));
  if (view.sort !== usualSort) search.set("sort", view.sort);
  const columns = view.columns.join();
  if (columns !== usualColumns.join()) search.set("columns", columns);
  if (view.page > 1) search.set("page", String(view.page));
  const text = search.toString();
  return text && `?${text}`;
}

/** Whether anything but the search narrows the list. */
export function isFiltered({ filters }: Pick<UsersView, "filters">): boolean {
  return Object.keys(printFilters({ q: "", filters })).length > 0;
}
