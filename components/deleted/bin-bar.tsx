"use client";

import { usersInWords } from "#components/bulk/bulk-words.ts";
import { Button } from "#components/ui/button.tsx";
import { useCommands } from "#lib/client/commands.ts";
import type { Selection } from "#lib/client/selection.ts";
import type { RunWish } from "./run-dialog.tsx";

/** What can be done with the ticked people; stays in sight while the list scrolls. */
export function BinBar({ selection, onAsk }: { selection: Selection; onAsk: (wish: RunWish) => void }) {
  const ids = [...selection.ids];
  const who = usersInWords(ids.length);
  const wish = (kind: RunWish["kind"], title: string): RunWish => ({
    kind,
    title,
    idsOf: async () => ids,
    count: ids.length,
  });
  const restore = () => onAsk(wish("restore", `Restore ${who}`));
  const erase = () => onAsk(wish("erase", `Delete ${who} for good`));
  const group = `${who} selected`;
  useCommands([
    { id: "bin.restore", label: `Restore ${who}`, group, run: restore },
    { id: "bin.erase", label: `Delete ${who} for good`, group, run: erase },
    { id: "bin.clear", label: "Clear the selection", group, run: selection.clear },
  ]);
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-10 mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-xl border border-input bg-card px-3 py-2 shadow-xl"
    >
      <p role="status" className="px-1 font-medium">
        {who} selected
      </p>
      <Button variant="ghost" size="sm" onClick={selection.clear}>
        Clear<span className="sr-only"> the selection</span>
      </Button>
      <div className="ml-auto flex flex-wrap gap-2">
        <Button variant="outline" className="text-destructive" onClick={erase}>
          Delete {who} for good…
        </Button>
        <Button onClick={restore}>Restore {who}…</Button>
      </div>
    </section>
  );
}
