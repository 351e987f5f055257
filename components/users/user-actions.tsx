"use client";

import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuGroup, MenuItem } from "#components/ui/menu.tsx";
import { useCommands } from "#lib/client/commands.ts";
import { useSession } from "#lib/client/session.ts";
import { whyLocked } from "#lib/client/why-locked.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { useAskedDialog } from "./asked-dialog.tsx";
import type { UserAction } from "./user-action.ts";

interface Props {
  user: UserDetail;
  actions: UserAction[];
}

const BUTTONS = 2;

/** What the viewer may do to this person: the likely next steps as buttons, the rest in a menu, what others may do greyed. */
export function UserActions({ user, actions }: Props) {
  const { data: session } = useSession();
  const { dialog, start } = useAskedDialog(user);
  const more = useRef<HTMLButtonElement>(null);
  const open = session ? actions.filter(({ action }) => user.can.includes(action)) : [];
  useCommands(
    open.map((action) => ({
      id: `user.${action.label}`,
      label: action.label,
      group: "This person",
      run: () => start(action, more.current),
    })),
  );
  if (!session) return null;
  const locked = actions.filter(({ action }) => !user.can.includes(action));
  if (open.length === 0) return <p className="text-[0.8125rem] text-muted-foreground">{whyLocked(user, session)}</p>;
  const buttons = open.filter(({ prominent }) => prominent).slice(0, BUTTONS);
  const startHere = (action: UserAction) => start(action, more.current);

  return (
    <div className="flex flex-wrap items-center gap-2">
      {buttons.map((action, index) => (
        <Button
          key={action.label}
          variant={index === 0 ? "primary" : "outline"}
          onClick={(event) => start(action, event.currentTarget)}
        >
          <action.Icon aria-hidden />
          {action.label}
        </Button>
      ))}
      <Menu label={buttons.length > 0 ? "More" : "Actions"} ref={more}>
        <Entries actions={open.filter((action) => !buttons.includes(action))} onChoose={startHere} />
        {locked.length > 0 && (
          <MenuGroup note={whyLocked(user, session)}>
            <Entries actions={locked} />
          </MenuGroup>
        )}
      </Menu>
      {dialog}
    </div>
  );
}

/** Without `onChoose` they can be read but not chosen. */
function Entries({ actions, onChoose }: { actions: UserAction[]; onChoose?: (action: UserAction) => void }) {
  return actions.map((action) => (
    <MenuItem key={action.label} disabled={!onChoose} danger={action.danger} onChoose={() => onChoose?.(action)}>
      <action.Icon aria-hidden />
      {action.label}
    </MenuItem>
  ));
}
