"use client";

import { useState } from "react";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useOneStep } from "#lib/client/one-step.ts";
import { useUserEdits } from "#lib/client/user-edits.ts";
import { passwordProblem } from "#lib/contract/password.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { OnceOnly } from "./once-only.tsx";
import { Outcome } from "./outcome.tsx";

/** Sets a password: one that is made and shown once, or one that is typed. */
export function PasswordDialog({ user, onClose }: UserDialogProps) {
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState<string>();
  const { setPassword } = useUserEdits(user);
  const step = useOneStep((reason) => setPassword(typing ? typed : undefined, reason));
  if (step.answer) {
    return (
      <Outcome title="Password set" notices={step.answer.notices} onClose={onClose}>
        {step.answer.password !== undefined && <ShownOnce password={step.answer.password} />}
      </Outcome>
    );
  }

  function submit(): void {
    const found = typing ? passwordProblem(typed) : undefined;
    setRefused(found);
    if (found === undefined) step.run();
  }

  const atField = refused ?? (step.problem?.field === "password" ? step.problem.message : undefined);
  return (
    <EditDialog
      title="Set a password"
      label="Set password"
      reason={step.reason}
      onReason={step.setReason}
      problem={step.problem?.field === "password" ? undefined : step.problem?.message}
      busy={step.busy}
      dirty={typed !== "" || step.reason !== ""}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceGroup legend="Which password">
        <Choice
          type="radio"
          name="way"
          label="One made for them"
          hint="Strong, easy to read out, shown to you once."
          checked={!typing}
          onChange={() => setTyping(false)}
        />
        <Choice type="radio" name="way" label="One that I type" checked={typing} onChange={() => setTyping(true)} />
      </ChoiceGroup>
      {typing && (
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={atField}
          hint="At least 8 characters, at most 72 bytes."
        />
      )}
      <OnceOnly>The password they have now stops working and cannot be brought back. Open sessions go on.</OnceOnly>
    </EditDialog>
  );
}

function ShownOnce({ password }: { password: string }) {
  return (
    <section aria-label="Password" className="grid gap-2.5 rounded-lg bg-primary-soft p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <code data-testid="password" className="min-w-0 break-all font-mono text-lg">
          {password}
        </code>
        <CopyButton text={password} what="password" />
      </div>
      <p className="text-[0.8125rem]">
        Shown only now: it is stored nowhere and cannot be shown again. Pass it on over a channel that only they read.
      </p>
    </section>
  );
}
