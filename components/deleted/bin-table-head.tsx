import { tableParts } from "#components/users/table-parts.ts";
import type { Selection } from "#lib/client/selection.ts";
import type { BinnedUser } from "#lib/contract/bin.ts";

const columns = [
  { title: "Person", width: "w-[28%]" },
  { title: "In the bin since", width: "w-36" },
  { title: "By whom, and why", width: "" },
  { title: "Actions", width: "w-76" },
];

/** On a phone the heads are for screen readers only. */
export function BinTableHead({ users, selection }: { users: BinnedUser[]; selection: Selection | null }) {
  const ids = users.map(({ id }) => id);
  const ticked = ids.filter((id) => selection?.ids.has(id)).length;
  return (
    <thead {...tableParts.group} className="max-lg:sr-only">
      <tr {...tableParts.row} className="border-b border-border text-[0.8125rem] text-muted-foreground">
        {selection && (
          <th {...tableParts.heading} scope="col" className="w-10">
            <span className="lg:hidden">Selected</span>
            <label className="grid h-9 place-items-center pl-3">
              <input
                type="checkbox"
                aria-label="Select this page"
                className="size-4 accent-primary max-lg:hidden"
                checked={ticked === ids.length}
                ref={(box) => {
                  if (box) box.indeterminate = ticked > 0 && ticked < ids.length;
                }}
                onChange={(event) => selection.mark(ids, event.target.checked)}
              />
            </label>
          </th>
        )}
        {columns.map(({ title, width }) => (
          <th key={title} {...tableParts.heading} scope="col" className={`px-3 py-2 font-medium xl:px-4 ${width}`}>
            {title === "Actions" ? <span className="sr-only">{title}</span> : title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
