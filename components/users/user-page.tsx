"use client";

import { UserRoundX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Suspense, useEffect } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useRemembered } from "#lib/client/recent-people.ts";
import { useUser } from "#lib/client/users.ts";
import { visibleText } from "#lib/client/visible-text.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { actionsFor } from "./actions-for.ts";
import { BackToUsers } from "./back-to-users.tsx";
import { KeptOut } from "./kept-out.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { UnfinishedCreation } from "./unfinished-creation.tsx";
import { UserActions } from "./user-actions.tsx";
import { UserActivity } from "./user-activity.tsx";
import { UserAttention } from "./user-attention.tsx";
import { UserFacts } from "./user-facts.tsx";
import { UserLinks } from "./user-links.tsx";
import { UserMetadata } from "./user-metadata.tsx";
import { UserNotes } from "./user-notes.tsx";
import { UserRoles } from "./user-roles.tsx";
import { UserSkeleton } from "./user-skeleton.tsx";

/** `/user?id=…`: everything about one person. */
export function UserPage() {
  return (
    <Suspense fallback={<UserSkeleton />}>
      <UserById />
    </Suspense>
  );
}

function UserById() {
  const id = useSearchParams().get("id");
  const { data: user, error, mutate } = useUser(id);
  if (id === null || error?.code === "not_found" || error?.code === "invalid") return <Gone wasShown={Boolean(user)} />;
  if (user) return <Person key={user.id} user={user} stale={error && messageOf(error)} />;
  if (!error) return <UserSkeleton />;
  return (
    <>
      <PageHeader title="User" above={<BackToUsers />} />
      <LoadError title="This user could not be loaded" message={messageOf(error)} onRetry={() => void mutate()} />
    </>
  );
}

function Person({ user, stale }: { user: UserDetail; stale: string | undefined }) {
  useTitle(user.name || user.email);
  useRemembered(user);
  return (
    <>
      <PageHeader
        above={<BackToUsers />}
        title={<UserText>{user.name || user.email}</UserText>}
        aside={<StatusBadge status={user.status} />}
        below={
          user.name && (
            <p className="wrap-anywhere text-base text-muted-foreground">
              <EmailText>{user.email}</EmailText>
            </p>
          )
        }
        action={<UserActions user={user} actions={actionsFor(user)} />}
      />
      {stale && (
        <Notice role="alert" tone="warn" title="This page may be out of date" className="mb-5">
          {stale}
        </Notice>
      )}
      <KeptOut user={user} />
      <UnfinishedCreation user={user} />
      <UserAttention user={user} />
      <div className="grid items-start gap-6 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="lg:col-start-2">
          <UserFacts user={user} />
        </div>
        <div className="grid gap-6 *:min-w-0 lg:col-start-1 lg:row-start-1">
          <UserRoles user={user} />
          <UserLinks user={user} />
          <UserActivity user={user} />
          <UserNotes user={user} />
          <UserMetadata user={user} />
        </div>
      </div>
    </>
  );
}

/** The tab says whom it shows, without characters that would turn the text around. */
function useTitle(name: string): void {
  useEffect(() => {
    const shown = visibleText(name).map((piece) => ("text" in piece ? piece.text : `[${piece.mark}]`));
    document.title = `${shown.join("")} · Identity Desk`;
  }, [name]);
}

function Gone({ wasShown }: { wasShown: boolean }) {
  return (
    <>
      <PageHeader title="User" above={<BackToUsers />} />
      <div role="alert" className="rounded-xl border border-border bg-card">
        <BlankSlate
          Icon={UserRoundX}
          title={wasShown ? "Deleted meanwhile" : "No such user"}
          action={
            <Link href="/users" prefetch={false} className={buttonClass()}>
              Back to all users
            </Link>
          }
        >
          {wasShown
            ? "This account was deleted while you had it open. What happened to it is still in the audit list."
            : "There is no account with this id. It may have been deleted, or the address of this page is incomplete."}
        </BlankSlate>
      </div>
    </>
  );
}
