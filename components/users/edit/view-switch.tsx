"use client";

import { cn } from "#components/ui/class-names.ts";
import type { MetadataDraft, MetadataView } from "#lib/client/metadata-draft.ts";

const views: { view: MetadataView; label: string }[] = [
  { view: "form", label: "Form" },
  { view: "json", label: "JSON" },
];

/** Form or JSON; what is written goes along. */
export function ViewSwitch({ draft }: { draft: MetadataDraft }) {
  return (
    <div role="radiogroup" aria-label="Edit as" className="flex w-fit gap-1 rounded-lg bg-muted p-1">
      {views.map(({ view, label }) => (
        <label
          key={view}
          className={cn(
            "flex min-h-10 cursor-pointer items-center rounded-md px-4 font-medium has-focus-visible:outline-2 has-focus-visible:outline-primary md:min-h-7",
            draft.view === view ? "bg-card shadow-xs" : "text-muted-foreground",
          )}
        >
          <input
            type="radio"
            name="view"
            className="sr-only"
            checked={draft.view === view}
            onChange={() => draft.show(view)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
