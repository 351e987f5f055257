"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { toIdentityError } from "#lib/client/identity-error.ts";
import { passwordProblem } from "#lib/client/password.ts";
import { useSubmit } from "#lib/client/submit.ts";

const words = {
  first: {
    title: "Welcome. Choose a password",
    text: "It finishes your account; from then on you sign in with it.",
  },
  new: { title: "Choose a new password", text: "You are signed in. The old password stops working once you save." },
};

interface Props {
  purpose: keyof typeof words;
  /** @throws IdentityError */
  onPassword: (password: string) => Promise<void>;
}

/** Asks for the password that a link from a mail leads to. */
export function PasswordForm({ purpose, onPassword }: Props) {
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLFormElement>(null);
  const { submit, busy, error } = useSubmit(() => onPassword(password));

  useEffect(() => field.current?.querySelector("input")?.focus(), []);

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const found = passwordProblem(password);
    setProblem(found);
    if (found === undefined) submit(undefined);
    else event.currentTarget.querySelector("input")?.focus();
  }

  return (
    <form ref={field} noValidate onSubmit={onSubmit} className="grid gap-4">
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">{words[purpose].title}</h1>
        <p className="text-muted-foreground">{words[purpose].text}</p>
      </div>
      {error !== undefined && (
        <Notice role="alert" tone="bad">
          {toIdentityError(error).message}
        </Notice>
      )}
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={problem}
        hint="At least 8 characters. Three or four unrelated words make a good one."
      />
      <Button type="submit" busy={busy} className="w-full">
        Set password
      </Button>
    </form>
  );
}
