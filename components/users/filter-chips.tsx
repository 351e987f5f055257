"use client";

import { X } from "lucide-react";
import { useRef } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { noFilters, type UsersView } from "#lib/client/users-view.ts";
import { chipsOf } from "./filter-words.ts";

interface Props {
  view: UsersView;
  onView: (change: Partial<UsersView>) => void;
  /** Opens the dialog with all filters. */
  onEdit: () => void;
}

/** What narrows the list, each to be taken away. */
export function FilterChips({ view, onView, onEdit }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const chips = chipsOf(view.filters);
  return (
    <ul ref={list} aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ key, label, value, without }) => (
        <li key={key} className="inline-flex min-w-0 max-w-full items-center rounded-lg bg-primary-soft">
          <button
            type="button"
            onClick={onEdit}
            className="min-h-11 min-w-0 cursor-pointer truncate rounded-lg pl-3 text-[0.8125rem] md:min-h-8"
          >
            <span className="text-muted-foreground">{label}:</span> <UserText>{value}</UserText>
          </button>
          <button
            type="button"
            aria-label={`Remove the filter ${label}: ${value}`}
            onClick={() => {
              onView({ filters: without });
              // The button is gone with its filter; the focus stays where the filters are.
              list.current?.closest("div")?.querySelector("button")?.focus();
            }}
            className="grid min-h-11 min-w-9 cursor-pointer place-items-center rounded-lg hover:bg-muted md:min-h-8 md:min-w-7 [&_svg]:size-3.5"
          >
            <X aria-hidden />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Button variant="link" size="sm" onClick={() => onView({ filters: noFilters })}>
            Clear all
          </Button>
        </li>
      )}
    </ul>
  );
}
