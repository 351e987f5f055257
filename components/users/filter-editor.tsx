"use client";

import { type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { SelectField } from "#components/ui/select-field.tsx";
import { useSession } from "#lib/client/session.ts";
import { columnNames, type Filters, noFilters, type Sort } from "#lib/client/users-view.ts";
import { UserStatus } from "#lib/contract/users.ts";
import type { PanelProps } from "./panel-props.ts";
import { statusNames } from "./status-names.ts";
import { userColumns } from "./user-columns.tsx";

const providers = ["email", "google", "github", "gitlab", "bitbucket"];

/** All filters of the list in one dialog. Nothing counts until it is applied. */
export function FilterEditor({ view, onView, onClose }: PanelProps) {
  const [draft, setDraft] = useState(view.filters);
  const [otherRole, setOtherRole] = useState("");
  const [sort, setSort] = useState(view.sort);
  const { data: session } = useSession();
  const set = (change: Partial<Filters>) => setDraft({ ...draft, ...change });
  const apply = () => {
    const role = [...new Set([...draft.role, otherRole.trim()])].filter(Boolean);
    onView({ filters: { ...draft, ...inOrder(draft), role }, sort }, "push");
    onClose();
  };
  return (
    <Dialog title="Filters" onClose={onClose}>
      <form className="mt-4 grid gap-5" onSubmit={instead(apply)}>
        <Several
          legend="Status"
          names={UserStatus.options}
          chosen={draft.status}
          onChange={(status) => set({ status })}
          label={(status) => statusNames[status]}
        />
        <Several
          legend="Role"
          names={known(session?.roles.map((role) => role.name) ?? [], draft.role)}
          chosen={draft.role}
          onChange={(role) => set({ role })}
        />
        <TextField
          label="Another role"
          optional
          value={otherRole}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setOtherRole(event.target.value)}
          hint="As it stands in the account, for roles this site no longer offers."
        />
        <Several
          legend="Provider"
          names={known(providers, draft.provider)}
          chosen={draft.provider}
          onChange={(provider) => set({ provider })}
          label={(provider) => (provider === "email" ? "email (password)" : provider)}
        />
        <Days
          legend="Created"
          from={draft.createdFrom}
          to={draft.createdTo}
          onChange={(createdFrom, createdTo) => set({ createdFrom, createdTo })}
        />
        <Days
          legend="Last seen"
          from={draft.seenFrom}
          to={draft.seenTo}
          onChange={(seenFrom, seenTo) => set({ seenFrom, seenTo })}
        />
        <Choice
          type="checkbox"
          label="E-mail change pending"
          hint="They asked for another address and have not confirmed it."
          checked={draft.pendingEmail}
          onChange={(event) => set({ pendingEmail: event.target.checked })}
        />
        <SortField sort={sort} onSort={setSort} />
        <div className="sticky -bottom-6 -mx-6 -mb-6 flex flex-wrap gap-2 border-t border-border bg-card px-6 py-3">
          <Button type="submit">Show users</Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="ghost" className="ml-auto" onClick={() => setDraft(noFilters)}>
            Clear all
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** On a phone there are no column heads to sort by. */
function SortField({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const orders = columnNames.flatMap((column): [Sort, string][] => {
    const { title } = userColumns[column];
    const isTime = column === "createdAt" || column === "lastSeen";
    return isTime
      ? [
          [`-${column}`, `${title}, newest first`],
          [column, `${title}, oldest first`],
        ]
      : [
          [column, `${title}, A to Z`],
          [`-${column}`, `${title}, Z to A`],
        ];
  });
  return (
    <SelectField
      label="Sorted by"
      value={sort}
      onChange={(event) => {
        const chosen = orders.find(([value]) => value === event.target.value);
        if (chosen) onSort(chosen[0]);
      }}
    >
      {orders.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </SelectField>
  );
}

/** A range typed the wrong way round means the same days. */
function inOrder({ createdFrom, createdTo, seenFrom, seenTo }: Filters): Partial<Filters> {
  const swap = (from: string, to: string) => from !== "" && to !== "" && from > to;
  return {
    ...(swap(createdFrom, createdTo) && { createdFrom: createdTo, createdTo: createdFrom }),
    ...(swap(seenFrom, seenTo) && { seenFrom: seenTo, seenTo: seenFrom }),
  };
}

/** What is offered, and what is chosen already although nobody offers it. */
function known(offered: readonly string[], chosen: readonly string[]): string[] {
  return [...new Set([...offered, ...chosen])];
}

interface SeveralProps<Name extends string> {
  legend: string;
  names: readonly Name[];
  chosen: readonly Name[];
  onChange: (chosen: Name[]) => void;
  label?: (name: Name) => ReactNode;
}

function Several<Name extends string>({ legend, names, chosen, onChange, label }: SeveralProps<Name>) {
  const id = useId();
  return (
    <ChoiceGroup legend={legend}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))]">
        {names.map((name) => (
          <Choice
            key={name}
            type="checkbox"
            name={id}
            checked={chosen.includes(name)}
            onChange={(event) =>
              onChange(names.filter((other) => (other === name ? event.target.checked : chosen.includes(other))))
            }
            label={label?.(name) ?? name}
          />
        ))}
      </div>
    </ChoiceGroup>
  );
}

interface DaysProps {
  legend: string;
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}

function Days({ legend, from, to, onChange }: DaysProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
        <TextField type="date" label="From" value={from} onChange={(event) => onChange(event.target.value, to)} />
        <TextField type="date" label="To" value={to} onChange={(event) => onChange(from, event.target.value)} />
      </div>
    </fieldset>
  );
}
