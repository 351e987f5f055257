"use client";

import { RotateCcw, Trash2 } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { Moment } from "#components/text/moment.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { moveInRows, useRowKeys } from "#components/users/row-keys.ts";
import { tableParts } from "#components/users/table-parts.ts";
import type { Selection } from "#lib/client/selection.ts";
import type { BinnedUser } from "#lib/contract/bin.ts";
import { BinTableHead } from "./bin-table-head.tsx";
import { BinnedBy } from "./binned-by.tsx";

const RestoreDialog = lazy(() =>
  import("#components/users/state/restore-dialog.tsx").then((module) => ({ default: module.RestoreDialog })),
);
const EraseDialog = lazy(() =>
  import("#components/users/state/erase-dialog.tsx").then((module) => ({ default: module.EraseDialog })),
);

interface Props {
  users: BinnedUser[];
  /** Null where nothing can be done with ticked people. */
  selection: Selection | null;
  faded: boolean;
}

interface Asked {
  user: BinnedUser;
  what: "restore" | "erase";
  from: HTMLElement;
}

/** The people in the bin as a table, which folds into cards on a phone. */
export function BinTable({ users, selection, faded }: Props) {
  const [asked, setAsked] = useState<Asked>();
  useRowKeys(selection);
  function close(): void {
    setAsked(undefined);
    asked?.from.focus();
  }
  const Asked = asked?.what === "erase" ? EraseDialog : RestoreDialog;
  return (
    <>
      <table
        {...tableParts.table}
        className={cn("w-full border-collapse text-left max-lg:block lg:table-fixed", faded && "opacity-60")}
      >
        <caption className="sr-only">People in the bin</caption>
        <BinTableHead users={users} selection={selection} />
        <tbody {...tableParts.group} className="max-lg:block" onKeyDown={(event) => moveInRows(event, selection)}>
          {users.map((user) => (
            <BinRow key={user.id} user={user} selection={selection} onAsk={setAsked} />
          ))}
        </tbody>
      </table>
      {asked && (
        <Suspense>
          <Asked user={{ ...asked.user, keptOut: { roles: asked.user.keptRoles } }} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

const cell = "px-3 py-2.5 align-top wrap-anywhere max-lg:p-0 xl:px-4";

interface RowProps {
  user: BinnedUser;
  selection: Selection | null;
  onAsk: (asked: Asked) => void;
}

function BinRow({ user, selection, onAsk }: RowProps) {
  const { id, email, name, since, keptRoles } = user;
  const ticked = selection?.ids.has(id) ?? false;
  return (
    <tr
      {...tableParts.row}
      data-id={id}
      className={cn(
        "group relative border-b border-border last:border-b-0 max-lg:grid max-lg:gap-1.5 max-lg:px-4 max-lg:py-3",
        selection && "max-lg:pl-12",
        ticked && "bg-primary-soft",
      )}
    >
      {selection && (
        <td {...tableParts.cell} className="align-top max-lg:absolute max-lg:top-0 max-lg:left-0">
          <label className="grid h-10 cursor-pointer select-none place-items-center pl-3 max-lg:size-12 max-lg:pl-0">
            <input
              type="checkbox"
              aria-label={`Select ${email}`}
              className="size-4 accent-primary"
              checked={ticked}
              onChange={({ nativeEvent }) =>
                selection.toggle(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
              }
            />
          </label>
        </td>
      )}
      <td {...tableParts.cell} className={cn(cell, "min-w-0")}>
        <Link href={`/user?id=${id}`} prefetch={false} className="font-medium hover:underline">
          <EmailText>{email}</EmailText>
        </Link>
        {name && (
          <p className="text-muted-foreground">
            <UserText>{name}</UserText>
          </p>
        )}
        {keptRoles.length > 0 && (
          <p className="text-[0.8125rem] text-muted-foreground">
            Roles kept: <UserText>{keptRoles.join(", ")}</UserText>
          </p>
        )}
      </td>
      <td {...tableParts.cell} className={cn(cell, "text-muted-foreground")}>
        <span className="lg:hidden">In the bin since </span>
        <Moment at={since} exact="swap" />
      </td>
      <td {...tableParts.cell} className={cell}>
        <BinnedBy user={user} />
      </td>
      <td {...tableParts.cell} className={cn(cell, "lg:text-right")}>
        <RowActions user={user} onAsk={onAsk} />
      </td>
    </tr>
  );
}

function RowActions({ user, onAsk }: Pick<RowProps, "user" | "onAsk">) {
  const { can, email } = user;
  return (
    <div className="flex flex-wrap gap-2 lg:justify-end">
      {can.includes("users.restore") && (
        <Button
          variant="outline"
          size="sm"
          aria-label={`Restore ${email}`}
          onClick={({ currentTarget: from }) => onAsk({ user, what: "restore", from })}
        >
          <RotateCcw aria-hidden /> Restore
        </Button>
      )}
      {can.includes("users.erase") && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Delete for good: ${email}`}
          className="text-destructive"
          onClick={({ currentTarget: from }) => onAsk({ user, what: "erase", from })}
        >
          <Trash2 aria-hidden /> Delete for good
        </Button>
      )}
    </div>
  );
}
