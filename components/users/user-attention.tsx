"use client";

import type { ReactNode } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { goTo } from "#components/ui/go-to.ts";
import { Notice } from "#components/ui/notice.tsx";
import { useLinks } from "#lib/client/person.ts";
import type { TokenSize, UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { UserAlike } from "./user-alike.tsx";

/** A browser keeps no cookie above 4,096 bytes; half of it leaves room for what roles and profile may still grow by. */
const MUCH_BYTES = 2048;

/** What somebody ought to do something about, before everything else of the page. */
export function UserAttention({ user }: { user: UserDetail }) {
  const { data } = useLinks(user);
  const waits = user.status === "invited" || user.status === "unconfirmed";
  const isStuck = waits && data?.links.every(({ state }) => state === "dead");
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {isStuck && (
        <Problem title="They have no link that works" anchor={anchors.links} more="See what became of the links">
          Without one they cannot confirm the address. Send a link again, or confirm the address by hand.
        </Problem>
      )}
      <UserAlike user={user} />
      {user.token.bytes > MUCH_BYTES && <BigToken token={user.token} />}
    </div>
  );
}

function BigToken({ token }: { token: TokenSize }) {
  return (
    <Problem
      title={`Their sign-in token has ${token.bytes.toLocaleString("en-GB")} bytes`}
      anchor={anchors.metadata}
      more="See the metadata"
    >
      All metadata ride in it, in a cookie and in the header of each request. A browser drops a cookie above 4,096
      bytes, and then pages for their roles stay shut. The largest parts:{" "}
      {token.largest.slice(0, 3).map(({ in: where, key, bytes }, index) => (
        <span key={`${where}.${key}`}>
          {index > 0 && ", "}
          <UserText>{key}</UserText> ({bytes.toLocaleString("en-GB")} bytes, in{" "}
          {where === "app_metadata" ? "app metadata" : "user metadata"})
        </span>
      ))}
      .
    </Problem>
  );
}

interface ProblemProps {
  title: string;
  children: ReactNode;
  /** The heading that has more about it. */
  anchor: string;
  more: string;
}

function Problem({ title, children, anchor, more }: ProblemProps) {
  return (
    <Notice
      tone="warn"
      title={title}
      action={
        <Button variant="outline" size="sm" onClick={() => goTo(anchor)}>
          {more}
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
