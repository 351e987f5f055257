"use client";

import { Hourglass, UsersRound } from "lucide-react";
import { Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SnapshotNote } from "#components/snapshot/snapshot-note.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StatusBadge } from "#components/users/status-badge.tsx";
import { messageOf } from "#lib/client/api.ts";
import { type Overview, type Period, useOverview, usePeriod } from "#lib/client/overview.ts";
import { UserStatus } from "#lib/contract/users.ts";
import { BarList } from "./bar-list.tsx";
import { Figures } from "./figures.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { RefusedCard } from "./refused-card.tsx";
import { SignUpsCard } from "./sign-ups-card.tsx";

/** `/overview`: how many people there are, of what kind, and how many come; each number leads to their list. */
export function OverviewPage() {
  return (
    <>
      <PageHeader title="Overview" />
      <Suspense fallback={<OverviewSkeleton />}>
        <Numbers />
      </Suspense>
    </>
  );
}

function Numbers() {
  const [period, setPeriod] = usePeriod();
  const { data, error, isLoading, mutate } = useOverview(period);
  const retry = () => void mutate();
  if (!data && error) {
    return <LoadError title="The numbers could not be loaded" message={messageOf(error)} onRetry={retry} />;
  }
  if (!data) return <OverviewSkeleton />;
  return (
    <>
      <SnapshotNote found={data.snapshot} what="Everybody" />
      {error && (
        <Notice
          role="alert"
          tone="warn"
          title="These numbers may be out of date"
          className="mb-4"
          action={
            <Button variant="outline" size="sm" onClick={retry}>
              Try again
            </Button>
          }
        >
          {messageOf(error)}
        </Notice>
      )}
      <div aria-busy={isLoading}>
        <Charts overview={data} period={period} onPeriod={setPeriod} />
      </div>
    </>
  );
}

interface Props {
  overview: Overview;
  period: Period;
  onPeriod: (period: Period) => void;
}

const people: [string, string] = ["person", "people"];

function Charts({ overview, period, onPeriod }: Props) {
  if (overview.snapshot.asOf === undefined) return <Unread />;
  if (overview.people.count === 0) return <Nobody />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Figures overview={overview} />
      <SignUpsCard signups={overview.signups} period={period} onPeriod={onPeriod} />
      <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
        <Card title="Status">
          <BarList label="Users by status" words={people} bars={overview.statuses.map(statusBar)} />
        </Card>
        <Card title="Roles">
          {overview.roles.length === 0 && <p className="text-muted-foreground">Nobody has a role yet.</p>}
          <BarList
            label="Users by role"
            words={people}
            bars={overview.roles.map(({ role, ...counted }) => ({
              key: role,
              label: <Named text={role} />,
              ...counted,
            }))}
          />
          <p className="mt-3 text-[0.8125rem] text-muted-foreground">Somebody with several roles counts in each.</p>
        </Card>
        <Card title="Providers">
          <BarList
            label="Users by provider"
            words={people}
            bars={overview.providers.map(({ provider, ...counted }) => ({
              key: provider,
              label: provider === "email" ? "email (password)" : <Named text={provider} />,
              ...counted,
            }))}
          />
        </Card>
      </div>
      <RefusedCard overview={overview} />
    </div>
  );
}

function statusBar({ status, ...counted }: Overview["statuses"][number]) {
  const known = UserStatus.safeParse(status);
  return { key: status, label: known.success ? <StatusBadge status={known.data} /> : status, ...counted };
}

function Named({ text }: { text: string }) {
  return <UserText>{text}</UserText>;
}

function Nobody() {
  return (
    <div className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={UsersRound} title="No users yet">
        Numbers appear here as soon as people sign up, or staff create accounts for them.
      </BlankSlate>
    </div>
  );
}

function Unread() {
  return (
    <div className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={Hourglass} title="The numbers come once everybody was read">
        That happens once, and takes a few minutes where there are very many people.
      </BlankSlate>
    </div>
  );
}
