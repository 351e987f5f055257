"use client";

import { MailCheck } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toIdentityError } from "#lib/client/identity-error.ts";
import { requestRecovery } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";

interface Props {
  onBack: () => void;
  /** Part of a page that has said already what it is about. */
  bare?: boolean;
}

/** Asks for a mail with a link that signs in and lets one set a password. */
export function RecoverForm({ onBack, bare }: Props) {
  const [email, setEmail] = useState("");
  const [empty, setEmpty] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const { submit, busy, error } = useSubmit(async () => {
    await requestRecovery(email);
    setSentTo(email.trim());
  });

  useEffect(() => heading.current?.focus(), []);

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setEmpty(email.trim() === "");
    if (email.trim() !== "") submit(undefined);
    else event.currentTarget.querySelector("input")?.focus();
  }

  if (sentTo !== undefined) return <MailSent to={sentTo} onBack={onBack} />;
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      {!bare && (
        <div className="grid gap-1">
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
            Forgot your password?
          </h1>
          <p className="text-muted-foreground">
            We send you a link to set a new one. It also helps when an invitation or a confirmation no longer works.
          </p>
        </div>
      )}
      {error !== undefined && (
        <Notice role="alert" tone="bad">
          {toIdentityError(error).message}
        </Notice>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={empty ? "Enter your e-mail address." : undefined}
      />
      <Button type="submit" busy={busy} className="w-full">
        Send a new link
      </Button>
      <Button variant="link" size="bare" onClick={onBack}>
        Back to sign-in
      </Button>
    </form>
  );
}

function MailSent({ to, onBack }: { to: string; onBack: () => void }) {
  return (
    <div role="status" className="grid justify-items-center gap-2 text-center">
      <span className="mb-1 grid size-12 place-items-center rounded-full bg-primary-soft text-primary">
        <MailCheck aria-hidden className="size-6" />
      </span>
      <h1 className="text-2xl font-semibold tracking-tight">Look into your inbox</h1>
      <p className="text-muted-foreground">
        If there is an account for{" "}
        <strong className="font-medium text-foreground">
          <UserText>{to}</UserText>
        </strong>
        , a mail with a link is on its way. It works for a day; only the newest one counts.
      </p>
      <Button variant="link" size="bare" onClick={onBack}>
        Back to sign-in
      </Button>
    </div>
  );
}
