"use client";

import { Bookmark, Columns3, ListFilter } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useCommands } from "#lib/client/commands.ts";
import { isFiltered, type UsersView } from "#lib/client/users-view.ts";
import { UserSearch } from "./user-search.tsx";
import type { Panel } from "./users-panels.tsx";

/** Neither is seen at first, so neither is part of what the page loads. */
const UsersPanel = lazy(() => import("./users-panels.tsx").then((module) => ({ default: module.UsersPanel })));
const FilterChips = lazy(() => import("./filter-chips.tsx").then((module) => ({ default: module.FilterChips })));

const panels = [
  { panel: "filters", label: "Filters", Icon: ListFilter },
  { panel: "columns", label: "Columns", Icon: Columns3 },
  { panel: "views", label: "Views", Icon: Bookmark },
] as const;

interface Props {
  view: UsersView;
  busy: boolean;
  onView: (change: Partial<UsersView>, entry?: "push" | "replace") => void;
}

/** What narrows, orders and shapes the list. */
export function UsersBar({ view, busy, onView }: Props) {
  const [panel, setPanel] = useState<Panel>();
  useCommands(panels.map(({ panel, label }) => ({ id: `users.${panel}`, label, run: () => setPanel(panel) })));
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap gap-2">
        <UserSearch query={view.q} busy={busy} onSearch={(q) => onView({ q })} />
        {panels.map(({ panel, label, Icon }) => (
          <Button key={panel} variant="outline" className="max-md:flex-1" onClick={() => setPanel(panel)}>
            <Icon aria-hidden /> {label}
          </Button>
        ))}
      </div>
      <Suspense>
        {isFiltered(view) && <FilterChips view={view} onView={onView} onEdit={() => setPanel("filters")} />}
        {panel && <UsersPanel panel={panel} view={view} onView={onView} onClose={() => setPanel(undefined)} />}
      </Suspense>
    </div>
  );
}
