import { AtSign } from "lucide-react";
import Link from "next/link";
import { Moment } from "#components/text/moment.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { cn } from "#components/ui/class-names.ts";
import type { User } from "#lib/contract/users.ts";
import { RoleList } from "./role-list.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { tableParts } from "./table-parts.ts";

/** Users as a table, which folds into cards on a phone. */
export function UserTable({ users, faded }: { users: User[]; faded: boolean }) {
  return (
    <table
      {...tableParts.table}
      className={cn("w-full border-collapse text-left max-lg:block lg:table-fixed", faded && "opacity-60")}
    >
      <caption className="sr-only">Users, newest first</caption>
      <TableHead />
      <tbody {...tableParts.group} className="max-lg:block">
        {users.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </tbody>
    </table>
  );
}

/** Fixed widths: the columns stay where they are from page to page. */
const columns = [
  ["E-mail", "w-[28%] xl:w-[30%]"],
  ["Name", "w-[16%] xl:w-[18%]"],
  ["Status", "w-36"],
  ["Roles", ""],
  ["Created", "w-28 xl:w-44"],
] as const;

function TableHead() {
  return (
    <thead {...tableParts.group} className="max-lg:sr-only">
      <tr {...tableParts.row} className="border-b border-border text-[0.8125rem] text-muted-foreground">
        {columns.map(([title, width]) => (
          <th key={title} {...tableParts.heading} scope="col" className={cn("px-3 py-2.5 font-medium xl:px-4", width)}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const cell = "px-3 py-2.5 align-top max-lg:p-0 xl:px-4";

function UserRow({ user }: { user: User }) {
  return (
    <tr
      {...tableParts.row}
      className="group relative border-b border-border last:border-b-0 hover:bg-muted max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-3 max-lg:gap-y-1 max-lg:px-4 max-lg:py-3"
    >
      <td {...tableParts.cell} className={cn(cell, "min-w-0 wrap-anywhere max-lg:col-span-2")}>
        <Link
          href={`/user?id=${user.id}`}
          prefetch={false}
          className="font-medium outline-none after:absolute after:inset-0 group-hover:text-primary focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-primary"
        >
          <EmailText>{user.email}</EmailText>
        </Link>
        {user.pendingEmail !== undefined && <PendingEmail email={user.pendingEmail} />}
      </td>
      <td
        {...tableParts.cell}
        className={cn(cell, "min-w-0 wrap-anywhere max-lg:col-span-2", !user.name && "max-lg:hidden")}
      >
        {user.name ? <UserText>{user.name}</UserText> : <span className="text-muted-foreground">–</span>}
      </td>
      <td {...tableParts.cell} className={cell}>
        <StatusBadge status={user.status} />
      </td>
      <td
        {...tableParts.cell}
        className={cn(
          cell,
          "max-lg:order-last max-lg:col-span-2",
          user.roles.length + Number(Boolean(user.rank)) === 0 && "max-lg:hidden",
        )}
      >
        <RoleList user={user} />
      </td>
      <td {...tableParts.cell} className={cn(cell, "text-muted-foreground max-lg:text-right")}>
        <Moment at={user.createdAt} exact="swap" />
      </td>
    </tr>
  );
}

function PendingEmail({ email }: { email: string }) {
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-muted-foreground">
      <AtSign aria-hidden className="mt-1 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        changing to <UserText>{email}</UserText>
      </span>
    </p>
  );
}
