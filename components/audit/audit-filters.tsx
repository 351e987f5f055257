"use client";

import { ChevronDown, ListFilter, X } from "lucide-react";
import type { ReactNode } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { SelectField } from "#components/ui/select-field.tsx";
import type { AuditView, FilterKey } from "#lib/client/audit-view.ts";
import { dayOf, parseTime } from "#lib/client/dates.ts";
import { ActorKind } from "#lib/contract/audit-filter.ts";
import { actionName, groupNames, kindNames, outcomeNames } from "./action-words.ts";

interface Props {
  view: AuditView;
  onView: (view: AuditView) => void;
}

/** What the list is narrowed to, each with a button that takes it away, and the form behind "Filters". */
export function AuditFilters({ view, onView }: Props) {
  return (
    <div className="mb-5 grid gap-3">
      <FilterForm key={JSON.stringify(view)} view={view} onView={onView} />
      <Chips view={view} onView={onView} />
    </div>
  );
}

const names: Record<FilterKey, string> = {
  actor: "By",
  kind: "By",
  target: "About",
  action: "What",
  outcome: "Outcome",
  from: "From",
  to: "Until",
  batch: "Run over many",
};

function inWords(key: FilterKey, value: string): string {
  if (key === "action") return value.split(",").map(actionName).join(", ");
  if (key === "outcome") return outcomeNames[value] ?? value;
  if (key === "kind") return kindNames[ActorKind.safeParse(value).data ?? "staff"];
  const day = key === "from" || key === "to" ? parseTime(value) : undefined;
  return day ? dayOf(day) : value;
}

function Chips({ view, onView }: Props) {
  const chosen = Object.entries(view).flatMap(([name, value]) => {
    const key = (Object.keys(names) as FilterKey[]).find((known) => known === name);
    return key && value ? [{ key, value }] : [];
  });
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-2">
      {chosen.map(({ key, value }) => (
        <li key={key} className="max-w-full">
          <button
            type="button"
            onClick={() => onView({ ...view, [key]: undefined })}
            className="inline-flex min-h-11 max-w-full cursor-pointer items-center gap-1.5 rounded-full bg-primary-soft py-1 pr-2.5 pl-3.5 text-left text-[0.8125rem] hover:bg-muted md:min-h-8"
          >
            <span className="sr-only">Remove the filter </span>
            <span className="min-w-0 wrap-anywhere">
              {names[key]}: <UserText>{inWords(key, value)}</UserText>
            </span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="ghost" size="sm" onClick={() => onView({})}>
          Show everything
        </Button>
      </li>
    </ul>
  );
}

function FilterForm({ view, onView }: Props) {
  const apply = (form: HTMLFormElement) => {
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    onView({ batch: view.batch, ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== "")) });
  };
  return (
    <details className="group rounded-xl border border-border bg-card">
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 rounded-xl px-4 font-medium [&_svg]:size-4 [&_svg]:text-muted-foreground">
        <ListFilter aria-hidden /> Filters
        <ChevronDown aria-hidden className="ml-auto group-open:rotate-180" />
      </summary>
      <form onSubmit={instead(apply)} className="grid gap-4 border-t border-border p-4">
        <div className="grid gap-4 md:grid-cols-2">
          <PersonField name="actor" label="Who did it" value={view.actor} />
          <PersonField name="target" label="To whom" value={view.target} />
        </div>
        <div className="grid gap-4 md:grid-cols-3">
          <Select name="action" label="What" value={view.action} any="Anything">
            {Object.entries(groupNames).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
            {view.action && !(view.action in groupNames) && (
              <option value={view.action}>{inWords("action", view.action)}</option>
            )}
          </Select>
          <Select name="outcome" label="Outcome" value={view.outcome} any="Any outcome">
            {Object.entries(outcomeNames).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
          <Select name="kind" label="Done by" value={view.kind} any="Anybody">
            {Object.entries(kindNames).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        <div className="grid gap-4 md:grid-cols-2">
          <TextField
            name="from"
            type="date"
            label="From"
            optional
            defaultValue={view.from}
            hint="From the beginning of this day."
          />
          <TextField
            name="to"
            type="date"
            label="Until"
            optional
            defaultValue={view.to}
            hint="To the end of this day."
          />
        </div>
        <Button type="submit" className="justify-self-start">
          Show entries
        </Button>
      </form>
    </details>
  );
}

function PersonField({ name, label, value }: { name: FilterKey; label: string; value: string | undefined }) {
  return (
    <TextField
      name={name}
      label={label}
      optional
      defaultValue={value}
      maxLength={320}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      pattern="\s*([^@\s]+@[^@\s]+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\s*"
      title="A whole e-mail address, or the id of a user"
      hint="A whole e-mail address or an id; also of somebody deleted since."
    />
  );
}

interface SelectProps {
  name: FilterKey;
  label: string;
  value: string | undefined;
  any: string;
  children: ReactNode;
}

function Select({ name, label, value, any, children }: SelectProps) {
  return (
    <SelectField name={name} label={label} defaultValue={value ?? ""}>
      <option value="">{any}</option>
      {children}
    </SelectField>
  );
}
