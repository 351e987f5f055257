import { UserText } from "#components/text/user-text.tsx";
import { Card } from "#components/ui/card.tsx";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";

/** Both metadata objects as they are stored, to read. */
export function UserMetadata({ user }: { user: UserDetail }) {
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
        />
        <Json
          name="App metadata"
          note="Written by staff and the site: roles, provider, state."
          value={user.appMetadata}
        />
      </div>
    </Card>
  );
}

function Json({ name, note, value }: { name: string; note: string; value: Record<string, unknown> }) {
  const empty = Object.keys(value).length === 0;
  return (
    <section aria-label={name}>
      <h3 className="font-medium">{name}</h3>
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
