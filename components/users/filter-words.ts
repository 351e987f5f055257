import { dayOf } from "#lib/client/dates.ts";
import { type Filters, noFilters } from "#lib/client/users-view.ts";
import { statusNames } from "./status-names.ts";

/** One thing that narrows the list. */
export interface Chip {
  key: string;
  label: string;
  value: string;
  /** The filters without it. */
  without: Filters;
}

const day = (text: string) => dayOf(new Date(`${text}T12:00`));

function rangeWords(from: string, to: string): string {
  if (from !== "" && from === to) return day(from);
  if (from !== "" && to !== "") return `${day(from)} – ${day(to)}`;
  return from === "" ? `until ${day(to)}` : `since ${day(from)}`;
}

function listChips(filters: Filters, name: "status" | "role" | "provider", label: string): Chip[] {
  const values: readonly string[] = filters[name];
  return values.map((value) => ({
    key: `${name} ${value}`,
    label,
    value: name === "status" ? (Object.entries(statusNames).find(([key]) => key === value)?.[1] ?? value) : value,
    without: { ...filters, [name]: values.filter((other) => other !== value) },
  }));
}

/** What narrows the list, each for itself, in the order of the filter dialog. */
export function chipsOf(filters: Filters): Chip[] {
  const { createdFrom, createdTo, seenFrom, seenTo } = filters;
  const chips = [
    ...listChips(filters, "status", "Status"),
    ...listChips(filters, "role", "Role"),
    ...listChips(filters, "provider", "Provider"),
  ];
  if (createdFrom || createdTo) {
    const without = { ...filters, createdFrom: noFilters.createdFrom, createdTo: noFilters.createdTo };
    chips.push({ key: "created", label: "Created", value: rangeWords(createdFrom, createdTo), without });
  }
  if (seenFrom || seenTo) {
    const without = { ...filters, seenFrom: noFilters.seenFrom, seenTo: noFilters.seenTo };
    chips.push({ key: "seen", label: "Last seen", value: rangeWords(seenFrom, seenTo), without });
  }
  if (filters.pendingEmail) {
    const without = { ...filters, pendingEmail: false };
    chips.push({ key: "pending", label: "E-mail change", value: "pending", without });
  }
  return chips;
}
