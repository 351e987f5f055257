import { Command } from "cmdk";
import { ArrowRight, Zap } from "lucide-react";
import type { Command as Offer } from "#lib/client/commands.ts";
import { grouped } from "./command-groups.ts";
import { Keys } from "./keys.tsx";
import { paletteGroup, paletteItem } from "./palette-item.ts";

export function PaletteCommands({ commands, onChoose }: { commands: Offer[]; onChoose: (command: Offer) => void }) {
  return grouped(commands).map(([heading, offers]) => (
    <Command.Group key={heading} heading={heading} className={paletteGroup}>
      {offers.map((command) => (
        <Command.Item key={command.id} value={command.id} onSelect={() => onChoose(command)} className={paletteItem}>
          {heading === "Go to" ? (
            <ArrowRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          ) : (
            <Zap aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          )}
          <span className="min-w-0 flex-1 wrap-anywhere">{command.label}</span>
          {command.keys && <Keys keys={command.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  ));
}
