"use client";

import { Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SnapshotNote } from "#components/snapshot/snapshot-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Pagination } from "#components/users/pagination.tsx";
import { UserSearch } from "#components/users/user-search.tsx";
import { messageOf } from "#lib/client/api.ts";
import { printBinView, useBin, useBinView } from "#lib/client/bin.ts";
import { useCommands } from "#lib/client/commands.ts";
import { useIdsOfAll } from "#lib/client/ids-of-all.ts";
import { useSelection } from "#lib/client/selection.ts";
import { useSession } from "#lib/client/session.ts";
import { noFilters } from "#lib/client/users-view.ts";
import { binPerPage } from "#lib/contract/bin.ts";
import { BinBar } from "./bin-bar.tsx";
import { BinEmpty } from "./bin-empty.tsx";
import { BinSkeleton } from "./bin-skeleton.tsx";
import { BinTable } from "./bin-table.tsx";
import { RunDialog, type RunWish } from "./run-dialog.tsx";

/** `/deleted`: who is in the bin, since when and by whom; who may brings them back, or deletes them for good. */
export function DeletedPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <Bin />
    </Suspense>
  );
}

const frame = "overflow-x-auto rounded-xl border border-border bg-card";
const inBin = { q: "", filters: { ...noFilters, status: ["deleted" as const] } };

function Bin() {
  const [view, setView] = useBinView();
  const { data, error, isLoading, mutate } = useBin(view);
  const selection = useSelection(view.q, data?.users.map(({ id }) => id) ?? []);
  const [asked, setAsked] = useState<RunWish>();
  const idsOfAll = useIdsOfAll();
  const mayEmpty = useSession().data?.can.includes("bin.empty") ?? false;
  const unfinished = data?.unfinished ?? [];
  const isUnread = data !== undefined && data.snapshot.asOf === undefined;
  const mayEmptyNow = mayEmpty && data !== undefined && data.total > 0 && view.q === "";
  const emptyAll = () =>
    setAsked({
      kind: "erase",
      title: "Empty the bin",
      idsOf: async () => [...unfinished, ...(await idsOfAll(inBin))],
      count: (data?.total ?? 0) + unfinished.length,
    });
  useCommands(mayEmptyNow ? [{ id: "bin.empty", label: "Empty the bin", run: emptyAll }] : []);
  return (
    <>
      <PageHeader
        title="Deleted"
        aside={<Count total={isUnread ? undefined : data?.total} found={view.q !== ""} />}
        action={
          mayEmptyNow && (
            <Button variant="outline" className="text-destructive" onClick={emptyAll}>
              <Trash2 aria-hidden /> Empty the bin
            </Button>
          )
        }
      />
      <Intro mayEmpty={mayEmpty} />
      {unfinished.length > 0 && (
        <Unfinished count={unfinished.length} mayEmpty={mayEmpty} onGoOn={() => setAsked(finishing(unfinished))} />
      )}
      <div className="mb-3 flex">
        <UserSearch
          query={view.q}
          busy={isLoading && data !== undefined}
          label="Search the deleted"
          onSearch={(q) => setView({ q, page: 1 })}
        />
      </div>
      {data && <SnapshotNote found={data.snapshot} what="The bin is shown" />}
      {error && data && (
        <Notice role="alert" tone="warn" title="This list may be out of date" className="mb-4">
          {messageOf(error)}
        </Notice>
      )}
      {error && !data && (
        <LoadError title="The bin could not be loaded" message={messageOf(error)} onRetry={() => void mutate()} />
      )}
      {(data || !error) && (
        <div className={frame} aria-busy={isLoading}>
          {(!data || isUnread) && <BinSkeleton />}
          {data && data.users.length > 0 && (
            <BinTable users={data.users} selection={mayEmpty ? selection : null} faded={isLoading} />
          )}
          {data && data.users.length === 0 && !isUnread && <BinEmpty view={view} total={data.total} onView={setView} />}
        </div>
      )}
      {data && (
        <Pagination
          page={view.page}
          total={data.total}
          perPage={binPerPage}
          hrefOf={(page) => `/deleted${printBinView({ ...view, page })}`}
          onPage={(page) => setView({ ...view, page })}
        />
      )}
      {selection.ids.size > 0 && <BinBar selection={selection} onAsk={setAsked} />}
      {asked && <RunDialog wish={asked} onClose={() => setAsked(undefined)} onFinished={selection.clear} />}
    </>
  );
}

function finishing(ids: readonly string[]): RunWish {
  return { kind: "erase", title: "Finish deleting", idsOf: async () => [...ids], count: ids.length };
}

function Intro({ mayEmpty }: { mayEmpty: boolean }) {
  return (
    <p className="mb-4 max-w-2xl text-muted-foreground">
      In the bin nobody can sign in or has a role, and the account stays as it is, with its password. Nobody leaves it
      by time: people stay until somebody restores them, or deletes them for good.
      {!mayEmpty && " You may look at it; admins restore and delete."}
    </p>
  );
}

/** A browser was closed, or the store was away, in the middle of it. */
function Unfinished({ count, mayEmpty, onGoOn }: { count: number; mayEmpty: boolean; onGoOn: () => void }) {
  return (
    <Notice
      tone="warn"
      title={count === 1 ? "One person is not wholly deleted yet" : `${count} people are not wholly deleted yet`}
      className="mb-4"
      action={
        mayEmpty && (
          <Button size="sm" onClick={onGoOn}>
            Finish it
          </Button>
        )
      }
    >
      The account is gone from Identity, but something of them is still kept here.
    </Notice>
  );
}

function Count({ total, found }: { total: number | undefined; found: boolean }) {
  const people = total === 1 ? "1 person" : `${total?.toLocaleString("en-GB")} people`;
  return (
    <p role="status" className="text-muted-foreground">
      {total !== undefined && (found ? `${people} found` : people)}
    </p>
  );
}

function Waiting() {
  return (
    <>
      <PageHeader title="Deleted" />
      <div className={frame}>
        <BinSkeleton />
      </div>
    </>
  );
}
