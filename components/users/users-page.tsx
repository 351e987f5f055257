"use client";

import { SearchX, UserPlus, UsersRound } from "lucide-react";
import Link from "next/link";
import { Suspense } from "react";
import { ExportButton } from "#components/exports/export-button.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { LoadError } from "#components/ui/load-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useSession } from "#lib/client/session.ts";
import { useUsersView } from "#lib/client/url-state.ts";
import { type UsersView, usersPerPage, useUsers } from "#lib/client/users.ts";
import { Pagination } from "./pagination.tsx";
import { UserSearch } from "./user-search.tsx";
import { UserTable } from "./user-table.tsx";
import { UserTableSkeleton } from "./user-table-skeleton.tsx";

/** `/users`: everybody, page by page, with a search. */
export function UsersPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <UsersList />
    </Suspense>
  );
}

function UsersList() {
  const [view, setView] = useUsersView();
  const { data, error, isLoading, mutate } = useUsers(view);
  const retry = () => void mutate();
  return (
    <>
      <PageHeader
        title="Users"
        aside={<Count total={data?.total} searched={view.q !== ""} />}
        action={
          <div className="flex flex-wrap gap-2">
            {data && data.total > 0 && <ExportButton scope={{ q: view.q }} who={countOf(data.total)} />}
            <NewUser />
          </div>
        }
      />
      <UserSearch query={view.q} busy={isLoading && data !== undefined} onSearch={(q) => setView({ q, page: 1 })} />
      {error && data && <StaleWarning message={messageOf(error)} onRetry={retry} />}
      {error && !data && <LoadError title="The users could not be loaded" message={messageOf(error)} onRetry={retry} />}
      {(data || !error) && (
        <div className="overflow-hidden rounded-xl border border-border bg-card" aria-busy={isLoading}>
          {data ? <Rows data={data} view={view} onView={setView} faded={isLoading} /> : <UserTableSkeleton />}
        </div>
      )}
      {data && <Pagination view={view} total={data.total} perPage={usersPerPage} onView={setView} />}
    </>
  );
}

function Waiting() {
  return (
    <>
      <PageHeader title="Users" />
      <UserSearch query="" busy={false} onSearch={() => {}} />
      <div className="overflow-hidden rounded-xl border border-border bg-card">
        <UserTableSkeleton />
      </div>
    </>
  );
}

function Count({ total, searched }: { total: number | undefined; searched: boolean }) {
  const words = total === undefined ? "" : countOf(total);
  return (
    <p role="status" className="text-muted-foreground">
      {words && searched ? `${words} found` : words}
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

interface RowsProps {
  data: NonNullable<ReturnType<typeof useUsers>["data"]>;
  view: UsersView;
  onView: (view: UsersView) => void;
  faded: boolean;
}

function Rows({ data, view, onView, faded }: RowsProps) {
  if (data.users.length > 0) return <UserTable users={data.users} faded={faded} />;
  if (data.total > 0) {
    const first = <Button onClick={() => onView({ ...view, page: 1 })}>Go to the first page</Button>;
    return (
      <BlankSlate Icon={SearchX} title="No users on this page" action={first}>
        The list is shorter than that by now.
      </BlankSlate>
    );
  }
  if (view.q) {
    const clear = <Button onClick={() => onView({ q: "", page: 1 })}>Clear search</Button>;
    return (
      <BlankSlate Icon={SearchX} title="No users found" action={clear}>
        Nobody’s e-mail address or name contains “<UserText>{view.q}</UserText>”.
      </BlankSlate>
    );
  }
  return (
    <BlankSlate Icon={UsersRound} title="No users yet" action={<NewUser />}>
      People appear here as soon as they sign up, or when you create an account for them.
    </BlankSlate>
  );
}
