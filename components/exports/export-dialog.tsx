"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { instead } from "#components/ui/instead.ts";
import { type ExportChoice, useExport, type Whom } from "#lib/client/exports/export-users.ts";
import { ExportColumn, type ExportFormat } from "#lib/contract/exports.ts";
import { ExportProgress } from "./export-progress.tsx";

const formats: Record<ExportFormat, { label: string; hint: string }> = {
  csv: { label: "CSV", hint: "For spreadsheets. An apostrophe stands before what they would take for a formula." },
  json: { label: "JSON", hint: "One list of people." },
  ndjson: { label: "NDJSON", hint: "One person a line, for large lists and for scripts." },
};

const columnNames: Record<ExportColumn, string> = {
  id: "Id",
  email: "E-mail address",
  name: "Name",
  status: "Status",
  roles: "Roles",
  rank: "Rank in this desk",
  provider: "Signs in with",
  createdAt: "Created",
  confirmedAt: "Confirmed",
  invitedAt: "Invited",
  pendingEmail: "New address, not confirmed yet",
  lastSeenAt: "Last seen",
  userMetadata: "User metadata",
  appMetadata: "App metadata",
};

const usual: ExportColumn[] = ["id", "email", "name", "status", "roles", "createdAt"];

interface Props {
  whom: Whom;
  who: string;
  onClose: () => void;
}

/** Chooses what goes into the file, and writes it. */
export function ExportDialog({ whom, who, onClose }: Props) {
  const [choice, setChoice] = useState<ExportChoice>({ columns: usual, format: "csv" });
  const { run, start, stop } = useExport(whom, choice);
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Dialog title={`Export ${who}`} onClose={close}>
      {run.state === "ready" ? (
        <form className="mt-4 grid gap-4" onSubmit={instead(() => choice.columns.length > 0 && start())}>
          <Formats choice={choice} onChange={setChoice} />
          <Columns choice={choice} onChange={setChoice} />
          <p className="text-[0.8125rem] text-muted-foreground">
            The audit list keeps that you exported, and how many people.
          </p>
          <div className="flex gap-2">
            <Button type="submit" aria-disabled={choice.columns.length === 0}>
              Export
            </Button>
            <Button variant="ghost" onClick={close}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <ExportProgress run={run} onAgain={start} onStop={stop} onClose={close} />
      )}
    </Dialog>
  );
}

interface PartProps {
  choice: ExportChoice;
  onChange: (choice: ExportChoice) => void;
}

function Formats({ choice, onChange }: PartProps) {
  return (
    <ChoiceGroup legend="Format">
      {(["csv", "json", "ndjson"] as const).map((format) => (
        <Choice
          key={format}
          type="radio"
          name="format"
          label={formats[format].label}
          hint={formats[format].hint}
          checked={choice.format === format}
          onChange={() => onChange({ ...choice, format })}
        />
      ))}
    </ChoiceGroup>
  );
}

function Columns({ choice, onChange }: PartProps) {
  const all = ExportColumn.options;
  return (
    <ChoiceGroup legend="Columns">
      <div className="grid max-h-56 overflow-y-auto sm:grid-cols-2">
        {all.map((column) => (
          <Choice
            key={column}
            type="checkbox"
            label={columnNames[column]}
            checked={choice.columns.includes(column)}
            onChange={({ target }) => {
              const wanted = all.filter((one) => (one === column ? target.checked : choice.columns.includes(one)));
              onChange({ ...choice, columns: wanted });
            }}
          />
        ))}
      </div>
    </ChoiceGroup>
  );
}
