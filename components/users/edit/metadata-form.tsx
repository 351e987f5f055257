"use client";

import { Plus, Trash2 } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { TextField } from "#components/ui/field.tsx";
import type { MetadataDraft } from "#lib/client/metadata-draft.ts";
import { type MetadataRow, rowProblem } from "#lib/client/metadata-rows.ts";

/** Keys that sites and the widget commonly use, offered where a field is added. */
const usual = { user: ["full_name", "avatar_url", "phone", "company", "locale"], app: ["plan", "customer_id"] };

/** A field for each plain value; lists and objects are shown, to edit under JSON. */
export function MetadataForm({ draft, of }: { draft: MetadataDraft; of: "user" | "app" }) {
  const offered = usual[of].filter((key) => !draft.rows.some((row) => row.key === key));
  return (
    <div className="grid gap-3 *:min-w-0">
      {draft.rows.length === 0 && <p className="text-muted-foreground">There is nothing in it yet.</p>}
      {draft.rows.map((row) => (
        <div key={row.id} className="flex items-start gap-2 *:min-w-0">
          <div className="grid flex-1 gap-2 *:min-w-0 sm:grid-cols-[repeat(auto-fit,minmax(0,1fr))]">
            <Row row={row} draft={draft} />
          </div>
          <Button
            variant="ghost"
            size="sm"
            className="mt-6 px-2.5"
            aria-label={`Remove ${row.key || "the new field"}`}
            onClick={() => draft.removeRow(row.id)}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <datalist id="usual-keys">
        {offered.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <Button variant="outline" size="sm" className="w-fit" onClick={draft.addRow}>
        <Plus aria-hidden />
        Add a field
      </Button>
    </div>
  );
}

function Row({ row, draft }: { row: MetadataRow; draft: MetadataDraft }) {
  const problem = draft.strict || row.kind === "number" ? rowProblem(row, draft.rows) : undefined;
  const at = (part: "key" | "value") => (problem?.part === part ? problem.message : undefined);
  const change = (text: string) => draft.changeRow({ ...row, text });
  if (row.kind === "yes_no") {
    const hint = row.text === "true" ? "Yes" : "No";
    const toggle = () => change(row.text === "true" ? "false" : "true");
    return <Choice type="checkbox" label={row.key} hint={hint} checked={row.text === "true"} onChange={toggle} />;
  }
  if (row.kind === "other") return <Complex row={row} />;
  return (
    <>
      {row.fresh && (
        <TextField
          label="Field"
          name="key"
          list="usual-keys"
          autoComplete="off"
          autoFocus
          maxLength={100}
          value={row.key}
          onChange={(event) => draft.changeRow({ ...row, key: event.target.value.trim() })}
          error={at("key")}
        />
      )}
      <TextField
        label={row.fresh ? "Text" : row.key}
        name={row.key}
        autoComplete="off"
        inputMode={row.kind === "number" ? "decimal" : undefined}
        value={row.text}
        onChange={(event) => change(event.target.value)}
        error={at("value")}
      />
    </>
  );
}

function Complex({ row }: { row: MetadataRow }) {
  return (
    <div className="grid gap-1.5 *:min-w-0">
      <span className="font-medium">
        <UserText>{row.key}</UserText>
      </span>
      <p className="max-h-24 overflow-auto rounded-lg bg-muted px-3 py-2 wrap-anywhere font-mono text-[0.8125rem]">
        <UserText>{row.text}</UserText>
      </p>
      <span className="text-[0.8125rem] text-muted-foreground">Edit this one under JSON.</span>
    </div>
  );
}
