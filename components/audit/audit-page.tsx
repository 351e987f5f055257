"use client";

import { ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useAudit } from "#lib/client/audit.ts";
import { byDay } from "#lib/client/dates.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { AuditList } from "./audit-list.tsx";
import { AuditListSkeleton } from "./audit-list-skeleton.tsx";

/** `/audit`: who did what to whom, and why. `?target=` narrows it to one user. */
export function AuditPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <Trail />
    </Suspense>
  );
}

function Waiting() {
  return (
    <div className="max-w-3xl">
      <PageHeader title="Audit" aside={<Subtitle />} />
      <Frame>
        <AuditListSkeleton />
      </Frame>
    </div>
  );
}

function Subtitle() {
  return <p className="text-muted-foreground">Who did what to whom, newest first</p>;
}

function Trail() {
  const target = useSearchParams().get("target") ?? undefined;
  const { data, error, size, setSize, isValidating, mutate } = useAudit(target);
  const entries = data?.flatMap((page) => page.entries) ?? [];
  const more = data?.at(-1)?.next !== undefined;
  if (target && error?.code === "invalid") return <NoSuchTarget />;
  const loadingMore = isValidating && data !== undefined && data.length < size;
  return (
    <div className="max-w-3xl">
      <PageHeader title="Audit" aside={<Subtitle />} />
      {target && <Narrowed target={target} entries={entries} />}
      {!data && !error && (
        <Frame>
          <AuditListSkeleton />
        </Frame>
      )}
      {error && !data && (
        <LoadError
          title="The audit list could not be loaded"
          message={messageOf(error)}
          onRetry={() => void mutate()}
        />
      )}
      {data && entries.length === 0 && <Nothing narrowed={target !== undefined} />}
      {byDay(entries, new Date()).map(({ day, entries: ofDay }) => (
        <section key={day} aria-label={day} className="mb-6">
          <h2 className="mb-2 text-[0.8125rem] font-semibold text-muted-foreground">{day}</h2>
          <Frame>
            <AuditList entries={ofDay} />
          </Frame>
        </section>
      ))}
      {error && data && (
        <Notice role="alert" tone="bad" className="mb-4">
          {messageOf(error)}
        </Notice>
      )}
      {more && (
        <Button variant="outline" busy={loadingMore} onClick={() => loadingMore || void setSize(size + 1)}>
          Load more
        </Button>
      )}
    </div>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="rounded-xl border border-border bg-card p-4 md:px-5">{children}</div>;
}

function Narrowed({ target, entries }: { target: string; entries: AuditEntry[] }) {
  const email = entries.find((entry) => entry.target?.id === target)?.target?.email;
  return (
    <div className="mb-5 flex flex-wrap items-center justify-between gap-2 rounded-xl bg-muted py-1.5 pr-2 pl-4">
      <p className="min-w-0 wrap-anywhere">
        Only about{" "}
        <Link
          href={`/user?id=${target}`}
          prefetch={false}
          className="font-medium text-primary underline-offset-4 hover:underline"
        >
          <UserText>{email ?? target}</UserText>
        </Link>
      </p>
      <Link href="/audit" prefetch={false} className={buttonClass({ variant: "ghost", size: "sm" })}>
        Show everything
      </Link>
    </div>
  );
}

/** The address names no user, and trying again would not change that. */
function NoSuchTarget() {
  const all = (
    <Link href="/audit" prefetch={false} className={buttonClass()}>
      Show the whole audit list
    </Link>
  );
  return (
    <div className="max-w-3xl">
      <PageHeader title="Audit" aside={<Subtitle />} />
      <div role="alert" className="rounded-xl border border-border bg-card">
        <BlankSlate Icon={SearchX} title="No such user" action={all}>
          What this page should be narrowed to is not the id of a user. Its address may be incomplete.
        </BlankSlate>
      </div>
    </div>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return (
    <div className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={ScrollText} title={narrowed ? "Nothing about this user" : "Nothing happened yet"}>
        {narrowed
          ? "Nobody did anything to this account from this desk."
          : "Every change staff makes here, and every refused attempt, is listed with who, what, whom, when and why."}
      </BlankSlate>
    </div>
  );
}
