import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import type { Action } from "#lib/contract/policy.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { useAskedDialog } from "./asked-dialog.tsx";
import { editActions } from "./edit/actions.ts";

/** Both metadata objects as they are stored, each with the way to edit it for who may. */
export function UserMetadata({ user }: { user: UserDetail }) {
  const { dialog, start } = useAskedDialog(user);
  function editButton(of: Action, what: string): ReactNode {
    const action = user.can.includes(of) && editActions(user).find(({ action: known }) => known === of);
    if (!action) return undefined;
    return (
      <Button variant="outline" size="sm" onClick={(event) => start(action, event.currentTarget)}>
        <Pencil aria-hidden /> Edit<span className="sr-only"> {what}</span>
      </Button>
    );
  }
  return (
    <Card
      title="Metadata"
      anchor={anchors.metadata}
      aside={
        <span className="text-[0.8125rem] text-muted-foreground">
          {user.token.bytes.toLocaleString("en-GB")} bytes in the sign-in token
        </span>
      }
    >
      <div className="grid gap-5 *:min-w-0 xl:grid-cols-2">
        <Json
          name="User metadata"
          note="Written by the user or the site. Nothing in it grants anything."
          value={user.userMetadata}
          edit={editButton("users.edit_metadata", "user metadata")}
        />
        <Json
          name="App metadata"
          note="Written by staff and the site: roles, provider, state."
          value={user.appMetadata}
          edit={editButton("users.edit_app_metadata", "app metadata")}
        />
      </div>
      {dialog}
    </Card>
  );
}

interface JsonProps {
  name: string;
  note: string;
  value: Record<string, unknown>;
  edit: ReactNode;
}

function Json({ name, note, value, edit }: JsonProps) {
  const empty = Object.keys(value).length === 0;
  return (
    <section aria-label={name}>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{name}</h3>
        {edit}
      </div>
      <p className="mb-2 text-[0.8125rem] text-muted-foreground">{note}</p>
      {empty ? (
        <p className="text-muted-foreground">Empty.</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-80 overflow-auto whitespace-pre-wrap wrap-anywhere rounded-lg bg-muted p-3 font-mono text-[0.8125rem] leading-relaxed"
        >
          {JSON.stringify(value, null, 2)
            .split("\n")
            .map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
              <div key={index}>
                <UserText>{line}</UserText>
              </div>
            ))}
        </pre>
      )}
    </section>
  );
}
