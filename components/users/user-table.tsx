import { cn } from "#components/ui/class-names.ts";
import type { Selection } from "#lib/client/selection.ts";
import { type UsersView, usualColumns } from "#lib/client/users-view.ts";
import type { User } from "#lib/contract/users.ts";
import { moveInRows, useRowKeys } from "./row-keys.ts";
import { tableParts } from "./table-parts.ts";
import { userColumns } from "./user-columns.tsx";
import { UserTableHead } from "./user-table-head.tsx";

interface Props {
  users: User[];
  view: UsersView;
  onView: (change: Partial<UsersView>) => void;
  /** Null where nothing can be done with ticked people. */
  selection: Selection | null;
  faded: boolean;
}

/** Users as a table, which folds into cards on a phone. */
export function UserTable({ users, view, onView, selection, faded }: Props) {
  const { columns, sort } = view;
  const rows = users.map((user) => user.id);
  const ticked = rows.filter((id) => selection?.ids.has(id)).length;
  const tick = selection && {
    state: ticked === 0 ? false : ticked === rows.length || ("some" as const),
    onTick: (chosen: boolean) => selection.mark(rows, chosen),
  };
  useRowKeys(selection);
  return (
    <table
      {...tableParts.table}
      className={cn(
        "w-full border-collapse text-left max-lg:block lg:table-fixed",
        columns.length > usualColumns.length && "lg:min-w-[75rem]",
        faded && "opacity-60",
      )}
    >
      <caption className="sr-only">Users</caption>
      <UserTableHead columns={columns} sort={sort} onSort={(by) => onView({ sort: by })} tick={tick} />
      <tbody {...tableParts.group} className="max-lg:block" onKeyDown={(event) => moveInRows(event, selection)}>
        {users.map((user) => (
          <UserRow key={user.id} user={user} columns={columns} selection={selection} />
        ))}
      </tbody>
    </table>
  );
}

const cell = "px-3 py-2.5 align-top max-lg:p-0 xl:px-4";

type RowProps = { user: User } & Pick<UsersView, "columns"> & Pick<Props, "selection">;

function UserRow({ user, columns, selection }: RowProps) {
  const ticked = selection?.ids.has(user.id) ?? false;
  return (
    <tr
      {...tableParts.row}
      data-id={user.id}
      className={cn(
        "group relative border-b border-border last:border-b-0 hover:bg-muted max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-3 max-lg:gap-y-1 max-lg:px-4 max-lg:py-3",
        selection && "max-lg:pl-12",
        ticked && "bg-primary-soft",
      )}
    >
      {selection && (
        <td {...tableParts.cell} className="align-top max-lg:absolute max-lg:top-0 max-lg:left-0">
          {/* Above the link, which fills the row. */}
          <label className="relative z-10 grid h-10 cursor-pointer select-none place-items-center pl-3 max-lg:size-12 max-lg:pl-0">
            <input
              type="checkbox"
              aria-label={`Select ${user.email}`}
              className="size-4 accent-primary"
              checked={ticked}
              onChange={({ nativeEvent }) =>
                selection.toggle(user.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
              }
            />
          </label>
        </td>
      )}
      {columns.map((column) => {
        const look = userColumns[column];
        return (
          <td
            key={column}
            {...tableParts.cell}
            className={cn(cell, look.card, look.isEmpty?.(user) && "max-lg:hidden")}
          >
            {look.cell(user)}
          </td>
        );
      })}
    </tr>
  );
}
