"use client";

import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { useAllCommands } from "#lib/client/commands.ts";
import { useShortcutsSwitch } from "#lib/client/shortcuts.ts";
import { grouped } from "./command-groups.ts";
import { Keys } from "./keys.tsx";

/** Every shortcut that works here and now, from the same list that makes them work. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [on, switchTo] = useShortcutsSwitch();
  const withKeys = useAllCommands().filter(({ keys }) => keys !== undefined);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div className="mt-3 -mx-3">
        <Choice
          type="checkbox"
          checked={on}
          onChange={(event) => switchTo(event.target.checked)}
          label="Single keys do something"
          hint="Switch this off if you speak to your computer or hit keys by accident. Ctrl K stays."
        />
      </div>
      <ul className="mt-4 grid gap-4">
        <Row label="Search or jump" keys="Ctrl+K" />
        {grouped(withKeys).map(([heading, commands]) => (
          <li key={heading} className={on ? undefined : "text-muted-foreground"}>
            <h3 className="mb-1 text-[0.8125rem] text-muted-foreground">{heading}</h3>
            <ul className="grid gap-1.5">
              {commands.map(({ id, label, keys = "" }) => (
                <Row key={id} label={label} keys={keys} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <Button variant="outline" className="mt-5" onClick={onClose}>
        Close
      </Button>
    </Dialog>
  );
}

function Row({ label, keys }: { label: string; keys: string }) {
  return (
    <li className="flex items-center justify-between gap-4">
      <span className="min-w-0 wrap-anywhere">{label}</span>
      <Keys keys={keys} />
    </li>
  );
}
