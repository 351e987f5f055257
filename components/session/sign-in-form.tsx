"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { PasswordField } from "#components/ui/password-field.tsx";
import { useSubmit } from "#lib/client/submit.ts";
import { IdentityProblem } from "./identity-problem.tsx";

interface Props {
  /** Given where only one account may sign in: the address then stands fast. */
  onlyFor?: string;
  /** Signs in and goes on. @throws IdentityError */
  onSignIn: (email: string, password: string) => Promise<void>;
}

/** E-mail address and password. */
export function SignInForm({ onlyFor, onSignIn }: Props) {
  const [email, setEmail] = useState(onlyFor ?? "");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<"email" | "password">();
  const { submit, busy, error } = useSubmit(() => onSignIn(email, password));

  const onSubmit = instead((form) => {
    const empty = email.trim() === "" ? "email" : password === "" ? "password" : undefined;
    setMissing(empty);
    if (empty === undefined) submit(undefined);
    else form.querySelector<HTMLInputElement>(`[name=${empty}]`)?.focus();
  });

  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      <IdentityProblem error={error} />
      <TextField
        {...emailInput}
        readOnly={onlyFor !== undefined}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={missing === "email" ? "Enter your e-mail address." : undefined}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={missing === "password" ? "Enter your password." : undefined}
      />
      <Button type="submit" busy={busy} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  );
}

/** What every input for one's own address has in common. */
export const emailInput = {
  label: "E-mail",
  name: "email",
  type: "email",
  autoComplete: "username",
  autoCapitalize: "off",
  spellCheck: false,
} as const;
