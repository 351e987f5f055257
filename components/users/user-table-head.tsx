import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { type Column, type Sort, usualColumns } from "#lib/client/users-view.ts";
import { tableParts } from "./table-parts.ts";
import { userColumns } from "./user-columns.tsx";

interface Props {
  columns: readonly Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The tick for the whole page; null where nothing can be done with ticked people. */
  tick: { state: boolean | "some"; onTick: (chosen: boolean) => void } | null;
}

/** Column heads, each a button that sorts by it. On a phone they are for screen readers only. */
export function UserTableHead({ columns, sort, onSort, tick }: Props) {
  return (
    <thead {...tableParts.group} className="max-lg:sr-only">
      <tr {...tableParts.row} className="border-b border-border text-[0.8125rem] text-muted-foreground">
        {tick && (
          <th {...tableParts.heading} scope="col" className="w-10">
            <span className="lg:hidden">Selected</span>
            <label className="grid h-9 place-items-center pl-3">
              <input
                type="checkbox"
                aria-label="Select this page"
                className="size-4 accent-primary max-lg:hidden"
                checked={tick.state === true}
                ref={(box) => {
                  if (box) box.indeterminate = tick.state === "some";
                }}
                onChange={(event) => tick.onTick(event.target.checked)}
              />
            </label>
          </th>
        )}
        {columns.map((column) => (
          <Head
            key={column}
            column={column}
            crowded={columns.length > usualColumns.length}
            sort={sort}
            onSort={onSort}
          />
        ))}
      </tr>
    </thead>
  );
}

/** Days begin with the newest, words with A. */
function nextSort(column: Column, sort: Sort): Sort {
  if (sort === column) return `-${column}`;
  if (sort === `-${column}`) return column;
  return column === "createdAt" || column === "lastSeen" ? `-${column}` : column;
}

type HeadProps = { column: Column; crowded: boolean } & Pick<Props, "sort" | "onSort">;

function Head({ column, crowded, sort, onSort }: HeadProps) {
  const { title, width } = userColumns[column];
  const direction = sort === column ? "ascending" : sort === `-${column}` ? "descending" : undefined;
  return (
    <th
      {...tableParts.heading}
      scope="col"
      aria-sort={direction}
      className={cn("px-1 font-medium xl:px-2", width[crowded ? 1 : 0])}
    >
      <span className="lg:hidden">{title}</span>
      <button
        type="button"
        onClick={() => onSort(nextSort(column, sort))}
        className={cn(
          "inline-flex min-h-9 cursor-pointer items-center gap-1 rounded-md px-2 hover:text-foreground max-lg:hidden [&_svg]:size-3.5",
          direction && "text-foreground",
        )}
      >
        {title}
        {direction && (direction === "ascending" ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />)}
      </button>
    </th>
  );
}
