"use client";

import { ScrollText, SearchX } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import type { ApiError } from "#lib/client/api-error.ts";
import { useAudit } from "#lib/client/audit.ts";
import { type AuditView, isNarrowed, useAuditView } from "#lib/client/audit-view.ts";
import { byDay, exactTime, parseTime } from "#lib/client/dates.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditList } from "./audit-list.tsx";
import { AuditListSkeleton } from "./audit-list-skeleton.tsx";
import { EntryPage } from "./entry-page.tsx";
import { ExportMenu } from "./export-menu.tsx";

/** `/audit`: who did what to whom, and why. Filters narrow it; `?entry=` shows one entry by itself. */
export function AuditPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <Shown />
    </Suspense>
  );
}

function Shown() {
  const entry = useSearchParams().get("entry");
  return entry ? <EntryPage id={entry} /> : <Trail />;
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
  return <p className="text-muted-foreground max-md:hidden">Who did what to whom, newest first</p>;
}

function Trail() {
  const [view, setView] = useAuditView();
  const { data, error, size, setSize, isValidating, mutate } = useAudit(view);
  const entries = data?.flatMap((page) => page.entries) ?? [];
  const last = data?.at(-1);
  const more = last?.next !== undefined;
  const loadingMore = isValidating && data !== undefined && data.length < size;
  return (
    <div className="max-w-3xl">
      <PageHeader title="Audit" aside={<Subtitle />} action={<ExportMenu view={view} />} />
      <AuditFilters view={view} onView={setView} />
      <Found view={view} count={data && entries.length} more={more} />
      {!data && !error && (
        <Frame>
          <AuditListSkeleton />
        </Frame>
      )}
      {error && !data && <Trouble error={error} onRetry={() => void mutate()} />}
      {data && entries.length === 0 && !more && <Nothing narrowed={isNarrowed(view)} />}
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
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="outline" busy={loadingMore} onClick={() => loadingMore || void setSize(size + 1)}>
            {isNarrowed(view) ? "Search further back" : "Load more"}
          </Button>
          {isNarrowed(view) && <SearchedTo at={last?.searchedTo} />}
        </div>
      )}
    </div>
  );
}

/** How much was found, for who narrows the list. */
function Found({ view, count, more }: { view: AuditView; count: number | undefined; more: boolean }) {
  const words =
    count === undefined
      ? ""
      : `${count}${more && count > 0 ? " or more" : ""} ${count === 1 && !more ? "entry" : "entries"}`;
  return (
    <p role="status" className={isNarrowed(view) ? "mb-4 min-h-5 text-muted-foreground" : "sr-only"}>
      {isNarrowed(view) && words && (count === 0 && more ? "Nothing found so far" : `${words} found`)}
    </p>
  );
}

/** A search stops after a while; it says how far it got. */
function SearchedTo({ at }: { at: string | undefined }) {
  const time = parseTime(at);
  return time && <p className="text-muted-foreground">Searched back to {exactTime(time)}.</p>;
}

function Trouble({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (error.code !== "invalid") {
    return <LoadError title="The audit list could not be loaded" message={messageOf(error)} onRetry={onRetry} />;
  }
  // The address asks for what cannot be, and trying again would not change that.
  const all = (
    <Link href="/audit" prefetch={false} className={buttonClass()}>
      Show the whole audit list
    </Link>
  );
  return (
    <div role="alert" className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={SearchX} title="This filter cannot be read" action={all}>
        {messageOf(error)}
      </BlankSlate>
    </div>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="rounded-xl border border-border bg-card p-4 md:px-5">{children}</div>;
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return (
    <div className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={ScrollText} title={narrowed ? "No entries found" : "Nothing happened yet"}>
        {narrowed
          ? "Nothing in the audit is like that. Take a filter away, or choose other days."
          : "Every change staff makes here, and every refused attempt, is listed with who, what, whom, when and why."}
      </BlankSlate>
    </div>
  );
}
