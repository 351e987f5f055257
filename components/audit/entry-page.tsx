"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Moment } from "#components/text/moment.tsx";
import { BackLink } from "#components/ui/back-link.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useAuditEntry } from "#lib/client/audit.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { AuditList } from "./audit-list.tsx";
import { AuditListSkeleton } from "./audit-list-skeleton.tsx";

/** `/audit?entry=`: one entry under an address of its own, with what took it back. */
export function EntryPage({ id }: { id: string }) {
  const { data, error, mutate } = useAuditEntry(id);
  return (
    <div className="grid max-w-3xl gap-5">
      <PageHeader title="Audit entry" above={<BackLink href="/audit">Audit</BackLink>} />
      {!data && !error && <AuditListSkeleton />}
      {error &&
        !data &&
        (error.code === "not_found" || error.code === "invalid" ? (
          <div role="alert" className="rounded-xl border border-border bg-card">
            <BlankSlate Icon={SearchX} title="No such entry" action={<All />}>
              It may have been written in another deploy context, or its time is over.
            </BlankSlate>
          </div>
        ) : (
          <LoadError title="The entry could not be loaded" message={messageOf(error)} onRetry={() => void mutate()} />
        ))}
      {data && (
        <Card title="What happened">
          <AuditList entries={[data.entry]} />
          <Facts entry={data.entry} />
        </Card>
      )}
      {data?.undoneBy && (
        <Card title="Undone since">
          <AuditList entries={[data.undoneBy]} />
        </Card>
      )}
    </div>
  );
}

function All() {
  return (
    <Link href="/audit" prefetch={false} className={buttonClass()}>
      Show the whole audit list
    </Link>
  );
}

/** When and where, exactly. */
function Facts({ entry: { at, deploy, id } }: { entry: AuditEntry }) {
  const rows = [
    { name: "When", value: <Moment at={at} exact="both" /> },
    { name: "Where", value: `${deploy.context}${deploy.id && `, deploy ${deploy.id}`}` },
    { name: "Entry", value: <code className="font-mono text-[0.8125rem]">{id}</code> },
  ];
  return (
    <dl className="mt-4 grid gap-1.5 border-t border-border pt-4">
      {rows.map(({ name, value }) => (
        <div key={name} className="flex flex-wrap gap-x-3">
          <dt className="w-16 text-muted-foreground">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
