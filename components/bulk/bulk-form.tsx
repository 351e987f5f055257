"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { FieldError, TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { SelectField } from "#components/ui/select-field.tsx";
import type { BulkWish } from "#lib/client/bulk.ts";
import { useSession } from "#lib/client/session.ts";
import { endOf } from "#lib/client/user-states.ts";
import { BulkAction } from "#lib/contract/bulk.ts";
import type { AssignableRole } from "#lib/contract/session.ts";
import { bulkWords, usersInWords } from "./bulk-words.ts";

interface Props {
  count: number;
  /** What the palette was asked for. */
  asked: BulkAction | undefined;
  onStart: (wish: BulkWish) => void;
  onCancel: () => void;
}

/** What is to be done to each, and why. */
export function BulkForm({ count, asked, onStart, onCancel }: Props) {
  const { data: session } = useSession();
  const [action, setAction] = useState(asked);
  const [role, setRole] = useState("");
  const [reason, setReason] = useState("");
  const [end, setEnd] = useState("");
  const [problem, setProblem] = useState<string>();
  const offered = BulkAction.options.filter((name) => session?.can.includes(bulkWords[name].needs));
  const asksRole = action === "add_role" || action === "remove_role";

  function start(): void {
    const missing = missingIn({ action, role: asksRole ? role : undefined, reason, end });
    setProblem(missing);
    if (missing !== undefined || !action) return;
    const until = action === "suspend" ? endOf(end) : undefined;
    onStart({ action, role: asksRole ? role : undefined, reason: reason.trim() || undefined, until });
  }

  return (
    <form className="mt-4 grid gap-4" onSubmit={instead(start)}>
      <ChoiceGroup legend="What to do to each of them">
        {offered.map((name) => (
          <Choice
            key={name}
            type="radio"
            name="action"
            label={bulkWords[name].label}
            hint={action === name ? bulkWords[name].hint : undefined}
            checked={action === name}
            onChange={() => {
              setAction(name);
              setProblem(undefined);
            }}
          />
        ))}
      </ChoiceGroup>
      {asksRole && <RoleField roles={session?.roles ?? []} role={role} onRole={setRole} />}
      {action === "suspend" && (
        <TextField
          label="Ends by itself"
          optional
          type="datetime-local"
          name="until"
          value={end}
          onChange={(event) => {
            setEnd(event.target.value);
            setProblem(undefined);
          }}
          hint="In your time zone. They can sign in from then on; the roles come back within an hour after."
        />
      )}
      <TextField
        label="Reason"
        name="reason"
        optional={action !== "suspend"}
        maxLength={500}
        autoComplete="off"
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
          setProblem(undefined);
        }}
        hint="Kept in the audit list with each of them, with your name."
      />
      {problem && (
        <div role="alert">
          <FieldError id="bulk-problem">{problem}</FieldError>
        </div>
      )}
      <p className="text-[0.8125rem] text-muted-foreground">
        Whoever you may not change is left out and named; the others go on.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit">
          {action ? bulkWords[action].label : "Go on"} · {usersInWords(count)}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** What has to be said before it can start; the server asks the same. */
function missingIn({ action, role, reason, end }: Said): string | undefined {
  if (!action) return "Choose what to do.";
  if (role === "") return "Choose a role.";
  if (action !== "suspend") return undefined;
  const until = endOf(end);
  if (until !== undefined && Date.parse(until) <= Date.now())
    return "This end has passed already. Choose a later one, or none.";
  return reason.trim() === "" ? "Give a reason: it is asked for with a suspension." : undefined;
}

interface Said {
  action: BulkAction | undefined;
  role: string | undefined;
  reason: string;
  /** As the field has it. */
  end: string;
}

interface RoleFieldProps {
  roles: AssignableRole[];
  role: string;
  onRole: (role: string) => void;
}

function RoleField({ roles, role, onRole }: RoleFieldProps) {
  return (
    <SelectField label="Role" value={role} onChange={(event) => onRole(event.target.value)}>
      <option value="">Choose a role</option>
      {roles
        .filter((known) => known.grantable)
        .map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
    </SelectField>
  );
}
