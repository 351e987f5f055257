"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type NewUserDraft, useNewUser } from "#lib/client/new-user.ts";
import type { CreatedUser, NewUser } from "#lib/client/users.ts";
import type { Session } from "#lib/contract/session.ts";
import { AccessChoice } from "./access-choice.tsx";
import { RoleChoices } from "./role-choices.tsx";

interface Props {
  session: Session;
  onCreated: (result: CreatedUser, access: NewUser["access"]) => void;
}

const empty: NewUserDraft = { email: "", name: "", roles: [], access: "password", reason: "" };

/** Everything stays as typed until the account exists, whatever is refused on the way. */
export function NewUserForm({ session, onCreated }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(empty);
  const { submit, busy, problem, known } = useNewUser(draft, onCreated);
  const askReason = known && session.can.includes("checks.override");
  const change = (part: Partial<NewUserDraft>) => setDraft({ ...draft, ...part });

  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [problem]);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    submit();
  }

  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="grid gap-6">
      {problem && problem.field === undefined && (
        <Notice role="alert" tone="bad" title="The account was not created">
          {problem.message}
        </Notice>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={draft.email}
        onChange={(event) => change({ email: event.target.value })}
        error={problem?.field === "email" ? problem.message : undefined}
      />
      {askReason && (
        <TextField
          label="Reason to create it anyway"
          name="reason"
          maxLength={500}
          value={draft.reason}
          onChange={(event) => change({ reason: event.target.value })}
          error={problem?.field === "reason" ? problem.message : undefined}
          hint="Your rank may go on in spite of the check. The reason is kept in the audit list."
        />
      )}
      <TextField
        label="Name"
        name="name"
        optional
        autoComplete="off"
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
        error={problem?.field === "name" ? problem.message : undefined}
      />
      <RoleChoices
        roles={session.roles}
        chosen={draft.roles}
        onChange={(roles) => change({ roles })}
        error={problem?.field === "roles" ? problem.message : undefined}
      />
      <AccessChoice
        access={draft.access}
        mayInvite={session.can.includes("users.invite")}
        onChange={(access) => change({ access })}
      />
      <div className="flex flex-wrap items-center gap-3 border-t border-border pt-5">
        <Button type="submit" busy={busy}>
          {askReason ? "Create user anyway" : "Create user"}
        </Button>
        {busy && (
          <p role="status" className="text-muted-foreground">
            Checking the address and creating the account…
          </p>
        )}
      </div>
    </form>
  );
}
