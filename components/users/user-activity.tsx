"use client";

import Link from "next/link";
import { AuditList } from "#components/audit/audit-list.tsx";
import { AuditListSkeleton } from "#components/audit/audit-list-skeleton.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useRecentAudit } from "#lib/client/audit.ts";

const shown = 10;

/** What staff did to this user lately. */
export function UserActivity({ id }: { id: string }) {
  const { data, error, mutate } = useRecentAudit(id, shown);
  return (
    <Card
      title="Activity"
      aside={
        <Link
          href={`/audit?target=${id}`}
          prefetch={false}
          className="inline-flex min-h-11 items-center font-medium text-primary underline-offset-4 hover:underline md:min-h-6"
        >
          See all<span className="sr-only"> that happened to this user</span>
        </Link>
      }
    >
      {!data && !error && <AuditListSkeleton />}
      {error && !data && (
        <Notice
          tone="bad"
          action={
            <Button variant="outline" size="sm" onClick={() => void mutate()}>
              Try again
            </Button>
          }
        >
          {messageOf(error)}
        </Notice>
      )}
      {data?.entries.length === 0 && (
        <p className="text-muted-foreground">Nobody did anything to this account from this desk yet.</p>
      )}
      {data && data.entries.length > 0 && <AuditList entries={data.entries} about={id} />}
    </Card>
  );
}
