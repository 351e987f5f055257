"use client";

import { useState } from "react";
import { usersInWords } from "#components/bulk/bulk-words.ts";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { Notice } from "#components/ui/notice.tsx";
import { WhatErasingDoes } from "#components/users/state/what-erasing-does.tsx";
import { messageOf } from "#lib/client/api.ts";

interface Props {
  kind: "restore" | "erase";
  count: number;
  busy: boolean;
  error: unknown;
  onStart: (reason: string) => void;
  onCancel: () => void;
}

/** What is about to happen, and why; what nobody can take back is confirmed by typing how many it is about. */
export function RunForm({ kind, count, busy, error, onStart, onCancel }: Props) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string>();
  const erases = kind === "erase";

  function start(): void {
    const isRight = !erases || typed.trim() === String(count);
    setProblem(isRight ? undefined : `Type ${count} to go on.`);
    if (isRight) onStart(reason);
  }

  return (
    <form noValidate className="mt-4 grid gap-4 *:min-w-0" onSubmit={instead(start)}>
      {erases ? (
        <WhatErasingDoes who={usersInWords(count)} />
      ) : (
        <p>They become what they were before they were put into the bin, and get their roles back.</p>
      )}
      {erases && (
        <TextField
          label={`How many people is this about? Type ${count}`}
          name="count"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(undefined);
          }}
          error={problem}
        />
      )}
      <TextField
        label="Reason"
        name="reason"
        optional
        maxLength={500}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        hint={
          erases
            ? "It stays in the audit list with each of them, so leave names and addresses out."
            : "Kept in the audit list with each of them, with your name."
        }
      />
      {error !== undefined && (
        <Notice role="alert" tone="bad" title="Nothing was changed">
          {messageOf(error)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={erases ? "danger" : "primary"} busy={busy}>
          {erases ? "Delete for good" : "Restore"} · {usersInWords(count)}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
