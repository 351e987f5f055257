"use client";

import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { Notice } from "#components/ui/notice.tsx";
import { useAddressCheck } from "#lib/client/address-check.ts";
import { type NewUserDraft, useNewUser } from "#lib/client/new-user.ts";
import type { CreatedUser, NewUser } from "#lib/client/users.ts";
import type { Session } from "#lib/contract/session.ts";
import { AccessChoice } from "./access-choice.tsx";
import { AddressCheck } from "./address-check.tsx";
import { RoleChoices } from "./role-choices.tsx";

interface Props {
  session: Session;
  onCreated: (result: CreatedUser, asked: NewUser) => void;
}

const empty: NewUserDraft = { email: "", name: "", roles: [], access: "password", reason: "" };

/** Everything stays as typed until the account exists, whatever is refused on the way. */
export function NewUserForm({ session, onCreated }: Props) {
  const [draft, setDraft] = useState(empty);
  const check = useAddressCheck(draft.email);
  const door = draft.access === "invite" ? "invite" : "create";
  const asksForReason = check.result?.directory.shut.includes(door) ?? false;
  const mayOverride = session.can.includes("checks.override");
  const mustGiveReason = asksForReason && mayOverride && check.result?.directory.state === "known";
  const { submit, busy, problem, known } = useNewUser(draft, { asksForReason, mustGiveReason, onCreated });
  const form = useFocusOn(problem);
  const askReason = known && mayOverride;
  const change = (part: Partial<NewUserDraft>) => setDraft({ ...draft, ...part });
  const errorOf = (name: string) => (problem?.field === name ? problem.message : undefined);
  const text = (name: "email" | "name" | "reason") => ({
    name,
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => change({ [name]: event.target.value }),
    error: errorOf(name),
    autoComplete: "off",
  });

  return (
    <form ref={form} noValidate onSubmit={instead(submit)} className="grid gap-6">
      {problem && problem.field === undefined && (
        <Notice role="alert" tone="bad" title="The account was not created">
          {problem.message}
        </Notice>
      )}
      <TextField
        {...text("email")}
        label="E-mail"
        type="email"
        autoCapitalize="off"
        spellCheck={false}
        onBlur={check.settle}
      />
      <AddressCheck check={check} needsReason={known} mayOverride={mayOverride} />
      {askReason && (
        <TextField {...text("reason")} label="Reason to create it anyway" maxLength={500} hint={reasonHint} />
      )}
      <TextField {...text("name")} label="Name" optional />
      <RoleChoices
        roles={session.roles}
        chosen={draft.roles}
        onChange={(roles) => change({ roles })}
        error={errorOf("roles")}
      />
      <AccessChoice
        access={draft.access}
        mayInvite={session.can.includes("users.invite")}
        onChange={(access) => change({ access })}
      />
      <Submit label={askReason ? "Create user anyway" : "Create user"} busy={busy} />
    </form>
  );
}

const reasonHint = "Your rank may go on in spite of the check. The reason is kept in the audit list.";

function Submit({ label, busy }: { label: string; busy: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-border pt-5">
      <Button type="submit" busy={busy}>
        {label}
      </Button>
      {busy && (
        <p role="status" className="text-muted-foreground">
          Checking the address and creating the account…
        </p>
      )}
    </div>
  );
}

/** Moves the focus to what was refused: the input at fault, else the words about it. */
function useFocusOn(problem: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }, [problem]);
  return form;
}
