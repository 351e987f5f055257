"use client";

import { UserPlus } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense } from "react";
import { ExportButton } from "#components/exports/export-button.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useSelection } from "#lib/client/selection.ts";
import { useSession } from "#lib/client/session.ts";
import { useUsersView } from "#lib/client/url-state.ts";
import { usersPerPage, useUsers } from "#lib/client/users-list.ts";
import { isFiltered, printFilters, printUsersView, usualView } from "#lib/client/users-view.ts";
import { Pagination } from "./pagination.tsx";
import { UserTable } from "./user-table.tsx";
import { UserTableSkeleton } from "./user-table-skeleton.tsx";
import { UsersBar } from "./users-bar.tsx";

const BulkBar = lazy(() => import("#components/bulk/bulk-bar.tsx").then((module) => ({ default: module.BulkBar })));
const SnapshotNote = lazy(() =>
  import("#components/snapshot/snapshot-note.tsx").then((module) => ({ default: module.SnapshotNote })),
);
const UsersEmpty = lazy(() => import("./users-empty.tsx").then((module) => ({ default: module.UsersEmpty })));

/** `/users`: everybody, page by page, with a search. */
export function UsersPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <UsersList />
    </Suspense>
  );
}

const frame = "overflow-x-auto rounded-xl border border-border bg-card";

function UsersList() {
  const [view, setView] = useUsersView();
  const { data, error, isLoading, mutate } = useUsers(view);
  const { data: session } = useSession();
  const selection = useSelection(JSON.stringify(printFilters(view)), data?.users.map((user) => user.id) ?? []);
  const retry = () => void mutate();
  // Nobody was read yet, so nobody can be found: that is no empty list.
  const isUnread = data?.snapshot !== undefined && data.snapshot.asOf === undefined;
  const narrowed = view.q !== "" || isFiltered(view);
  // Chosen people are exported from the bar of the selection.
  const mayExportAll = data !== undefined && data.total > 0 && selection.ids.size === 0;
  const maySelect = !session || session.can.includes("users.change_many");
  return (
    <>
      <PageHeader
        title="Users"
        aside={<Count total={isUnread ? undefined : data?.total} narrowed={narrowed} />}
        action={
          <div className="flex flex-wrap gap-2">
            {mayExportAll && <ExportButton whom={{ view }} who={countOf(data.total)} />}
            <NewUser />
          </div>
        }
      />
      <UsersBar view={view} busy={isLoading && data !== undefined} onView={setView} />
      {data?.snapshot && (
        <Suspense>
          <SnapshotNote found={data.snapshot} what="Filters and this order show everybody" />
        </Suspense>
      )}
      {error && data && <StaleWarning message={messageOf(error)} onRetry={retry} />}
      {error && !data && <LoadError title="The users could not be loaded" message={messageOf(error)} onRetry={retry} />}
      {(data || !error) && (
        <div className={frame} aria-busy={isLoading}>
          {(!data || isUnread) && <UserTableSkeleton />}
          {data && data.users.length > 0 && (
            <UserTable
              users={data.users}
              view={view}
              onView={setView}
              selection={maySelect ? selection : null}
              faded={isLoading}
            />
          )}
          {data && data.users.length === 0 && !isUnread && (
            <Suspense>
              <UsersEmpty view={view} total={data.total} onView={setView} newUser={<NewUser />} />
            </Suspense>
          )}
        </div>
      )}
      {data && (
        <Pagination
          page={view.page}
          total={data.total}
          perPage={usersPerPage}
          hrefOf={(page) => `/users${printUsersView({ ...view, page })}`}
          onPage={(page) => setView({ page }, "push")}
        />
      )}
      <Suspense>
        {data && selection.ids.size > 0 && <BulkBar selection={selection} view={view} total={data.total} />}
      </Suspense>
    </>
  );
}

function Waiting() {
  return (
    <>
      <PageHeader title="Users" />
      <UsersBar view={usualView} busy={false} onView={() => {}} />
      <div className={frame}>
        <UserTableSkeleton />
      </div>
    </>
  );
}

function Count({ total, narrowed }: { total: number | undefined; narrowed: boolean }) {
  const words = total === undefined ? "" : countOf(total);
  return (
    <p role="status" className="text-muted-foreground">
      {words && narrowed ? `${words} found` : words}
    </p>
  );
}

function countOf(total: number): string {
  return `${total.toLocaleString("en-GB")} ${total === 1 ? "user" : "users"}`;
}

function NewUser() {
  const { data: session } = useSession();
  if (!session?.can.includes("users.create")) return null;
  return (
    <Link href="/users/new" prefetch={false} className={buttonClass()}>
      <UserPlus aria-hidden />
      New user
    </Link>
  );
}

function StaleWarning({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <Notice
      role="alert"
      tone="warn"
      title="This list may be out of date"
      className="mb-4"
      action={
        <Button variant="outline" size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {message}
    </Notice>
  );
}
