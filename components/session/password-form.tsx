"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { instead } from "#components/ui/instead.ts";
import { PasswordField } from "#components/ui/password-field.tsx";
import { Titled } from "#components/ui/titled.tsx";
import { useSubmit } from "#lib/client/submit.ts";
import { passwordProblem } from "#lib/contract/password.ts";
import { IdentityProblem } from "./identity-problem.tsx";

const words = {
  first: {
    title: "Welcome. Choose a password",
    text: "It finishes your account; from then on you sign in with it.",
  },
  // Also where a link set up a new account: not everybody here had a password before.
  new: {
    title: "Choose a password",
    text: "You are signed in. Once you save, only this password works; an earlier one, if there was any, stops.",
  },
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
  const form = useRef<HTMLFormElement>(null);
  const { submit, busy, error } = useSubmit(() => onPassword(password));

  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  const onSubmit = instead((element) => {
    const found = passwordProblem(password);
    setProblem(found);
    if (found === undefined) submit(undefined);
    else element.querySelector("input")?.focus();
  });

  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="grid gap-4">
      <Titled title={words[purpose].title}>{words[purpose].text}</Titled>
      <IdentityProblem error={error} />
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
