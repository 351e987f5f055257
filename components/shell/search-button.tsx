"use client";

import { Search } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { runCommand } from "#lib/client/commands.ts";
import { PALETTE } from "#lib/client/shortcuts.ts";

/** Opens the palette. `brief` shows the sign alone, where there is little room. */
export function SearchButton({ brief }: { brief?: boolean }) {
  const open = () => runCommand(PALETTE);
  if (brief) {
    return (
      <Button variant="ghost" aria-label="Search or jump" onClick={open}>
        <Search aria-hidden />
      </Button>
    );
  }
  return (
    <Button
      variant="outline"
      aria-keyshortcuts="Control+K Meta+K"
      className="justify-start! text-muted-foreground max-md:hidden"
      onClick={open}
    >
      <Search aria-hidden />
      <span className="flex-1 text-left">Search or jump</span>
      <kbd aria-hidden className="rounded border border-border px-1.5 font-sans text-xs">
        Ctrl K
      </kbd>
    </Button>
  );
}
