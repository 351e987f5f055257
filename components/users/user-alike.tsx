import { Notice } from "#components/ui/notice.tsx";
import { useAlike } from "#lib/client/alike.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { LookAlikeList } from "./address-check.tsx";

/** Says when somebody could be taken for another, or is there twice. */
export function UserAlike({ user }: { user: UserDetail }) {
  const alike = useAlike(user);
  if (alike.length === 0) return null;
  const isTwin = alike.some(({ email }) => email.toLowerCase() === user.email.toLowerCase());
  return (
    <Notice
      tone="warn"
      title={isTwin ? "Another account has the same address" : "Their address looks like another one"}
    >
      <p className="mb-1.5">
        {isTwin
          ? "A mail link may open either of them. Keep one, and delete the other."
          : "Make sure that you have the right person before you change anything."}
      </p>
      <LookAlikeList lookAlikes={alike} />
    </Notice>
  );
}
