import { Moment } from "#components/text/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { UserDetail } from "#lib/contract/users.ts";

/** Says above everything else that somebody is suspended or in the bin, and how that ends. */
export function KeptOut({ user: { status, keptOut } }: { user: UserDetail }) {
  if (!keptOut || (status !== "suspended" && status !== "deleted" && !keptOut.ended)) return null;
  if (keptOut.ended) {
    return (
      <Notice tone="info" title="The suspension has ended" className="mb-5">
        They can sign in. Their roles come back within an hour after the end, or now with Restore.
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={status === "deleted" ? "In the bin" : "Suspended"} className="mb-5">
      <p>
        {keptOut.since && (
          <>
            Since <Moment at={keptOut.since} exact="both" />.{" "}
          </>
        )}
        {keptOut.until && (
          <>
            Until <Moment at={keptOut.until} exact="both" />; the roles come back within an hour after.{" "}
          </>
        )}
        They cannot sign in. Who did it, and why, is under Activity.
      </p>
    </Notice>
  );
}
