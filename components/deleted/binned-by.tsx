import { machineName } from "#components/audit/action-words.ts";
import { UserText } from "#components/text/user-text.tsx";
import { ActorKind } from "#lib/contract/audit-filter.ts";
import type { BinnedUser } from "#lib/contract/bin.ts";

/** Who put somebody into the bin, and why. */
export function BinnedBy({ user: { by, reason } }: { user: BinnedUser }) {
  const kind = ActorKind.safeParse(by?.kind).data;
  const who = (kind && machineName(kind)) || by?.email || by?.id;
  return (
    <>
      <p>
        <span className="text-muted-foreground lg:hidden">By </span>
        {who ? <UserText>{who}</UserText> : <span className="text-muted-foreground">Not in this audit</span>}
      </p>
      {reason && (
        <p className="text-muted-foreground">
          <span className="sr-only">Reason: </span>“<UserText>{reason}</UserText>”
        </p>
      )}
    </>
  );
}
