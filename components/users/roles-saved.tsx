import { bringUp } from "#components/ui/bring-up.ts";
import { Notice } from "#components/ui/notice.tsx";
import { clockOf } from "#lib/client/dates.ts";
import type { SavedRoles } from "#lib/client/edit-roles.ts";

/** That the roles are stored, from when they count, and what else the server has to say about it. */
export function RolesSaved({ oldUntil, notices }: SavedRoles) {
  return (
    <Notice
      ref={notices.length > 0 ? bringUp : undefined}
      tone={notices.length > 0 ? "warn" : "good"}
      title="Roles saved"
    >
      <div className="grid gap-1.5">
        {notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
        {oldUntil && (
          <p>
            A session that is open now keeps the old roles until {clockOf(oldUntil)} at the latest; a new sign-in has
            the new ones at once.
          </p>
        )}
      </div>
    </Notice>
  );
}
