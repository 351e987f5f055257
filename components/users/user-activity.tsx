"use client";

import Link from "next/link";
import { AuditList } from "#components/audit/audit-list.tsx";
import { AuditListSkeleton } from "#components/audit/audit-list-skeleton.tsx";
import { Moment } from "#components/text/moment.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { messageOf } from "#lib/client/api.ts";
import { dayOf, exactTime, parseTime } from "#lib/client/dates.ts";
import { identityActor, identityDeed } from "#lib/client/identity-deeds.ts";
import { useActivity } from "#lib/client/person.ts";
import type { Activity, IdentityActivity } from "#lib/contract/activity.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { PartProblem } from "./part-problem.tsx";

/** What this person did and what was done to them, from Identity's log and the desk's. */
export function UserActivity({ user }: { user: UserDetail }) {
  const { data, error, mutate, size, setSize, isValidating } = useActivity(user);
  const last = data?.at(-1);
  const unread = [...new Set(data?.flatMap((page) => page.unread))];
  return (
    <Card title="Activity" anchor={anchors.activity} aside={<ToAudit id={user.id} />}>
      {!data && !error && <AuditListSkeleton />}
      {error && <PartProblem message={messageOf(error)} onRetry={() => void mutate()} />}
      {unread.map((log) => (
        <p key={log} role="status" className="mb-3 text-warn">
          {log === "identity" ? "Identity’s own log" : "The desk’s log"} could not be read just now, so its part is
          missing here.
        </p>
      ))}
      {data && <Timeline items={once(data.flatMap((page) => page.activity))} user={user} />}
      {data && <HowFar since={last?.othersSince} />}
      {last?.next !== undefined && (
        <Button
          variant="outline"
          className="mt-4"
          busy={isValidating && data?.length !== size}
          onClick={() => !isValidating && void setSize(size + 1)}
        >
          Show older
        </Button>
      )}
    </Card>
  );
}

function ToAudit({ id }: { id: string }) {
  return (
    <Link
      href={`/audit?target=${id}`}
      prefetch={false}
      className="inline-flex min-h-11 items-center font-medium text-primary underline-offset-4 hover:underline md:min-h-6"
    >
      In the audit list<span className="sr-only">: what staff did to this person</span>
    </Link>
  );
}

/** A line that came between two questions may come with both answers. */
function once(items: Activity[]): Activity[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

function Timeline({ items, user }: { items: Activity[]; user: UserDetail }) {
  if (items.length === 0) return <p className="text-muted-foreground">Nothing is recorded of this person yet.</p>;
  return (
    <ol className="grid">
      {items.map((item) => (
        <li
          key={item.id}
          className="group grid gap-0.5 *:min-w-0 border-b border-border py-3 first:pt-0 last:border-b-0 last:pb-0"
        >
          {item.source === "desk" ? <AuditList entries={[item.entry]} about={user.id} /> : <IdentityLine item={item} />}
          <p className="text-[0.8125rem] text-muted-foreground">
            {item.source === "desk" ? "At this desk" : "Identity’s log"}
          </p>
        </li>
      ))}
    </ol>
  );
}

function IdentityLine({ item }: { item: IdentityActivity }) {
  const from = parseTime(item.from);
  return (
    <div className="flex items-baseline justify-between gap-x-4 max-md:flex-wrap">
      <p className="min-w-0 wrap-anywhere">
        <strong className="font-semibold">
          {identityActor(item) ?? <UserText>{item.email || "An admin"}</UserText>}
        </strong>{" "}
        {identityDeed(item)}
        {from && `, since ${exactTime(from)}`}
      </p>
      <span className="shrink-0 text-[0.8125rem] text-muted-foreground">
        <Moment at={item.at} exact="swap" />
      </span>
    </div>
  );
}

/** Identity cannot be asked whom an admin acted upon, so only the newest lines of everybody are looked through. */
function HowFar({ since }: { since: string | undefined }) {
  const day = parseTime(since);
  if (!day) return null;
  return (
    <p className="mt-3 text-[0.8125rem] text-muted-foreground">
      What others did outside this desk was looked for back to {dayOf(day)}: Identity keeps it, but cannot be asked for
      one person.
    </p>
  );
}
