"use client";

import { MailCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { Titled } from "#components/ui/titled.tsx";
import { requestRecovery } from "#lib/client/sign-in.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { IdentityProblem } from "./identity-problem.tsx";
import { emailInput } from "./sign-in-form.tsx";

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
  const form = useRef<HTMLFormElement>(null);
  const { submit, busy, error } = useSubmit(async () => {
    await requestRecovery(email);
    setSentTo(email.trim());
  });

  useEffect(() => {
    if (!bare) form.current?.querySelector("input")?.focus();
  }, [bare]);

  const onSubmit = instead((element) => {
    setEmpty(email.trim() === "");
    if (email.trim() !== "") submit(undefined);
    else element.querySelector("input")?.focus();
  });

  if (sentTo !== undefined) return <MailSent to={sentTo} onBack={onBack} />;
  return (
    <form ref={form} noValidate onSubmit={onSubmit} className="grid gap-4">
      {!bare && <Titled title="Forgot your password?">{introduction}</Titled>}
      <IdentityProblem error={error} />
      <TextField
        {...emailInput}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={empty ? "Enter your e-mail address." : undefined}
      />
      <Button type="submit" busy={busy} className="w-full">
        Send a new link
      </Button>
      {!bare && <BackToSignIn onBack={onBack} />}
    </form>
  );
}

const introduction =
  "We send you a link to set a new one. It also helps when an invitation or a confirmation no longer works.";

function BackToSignIn({ onBack }: { onBack: () => void }) {
  return (
    <Button variant="link" size="bare" onClick={onBack}>
      Back to sign-in
    </Button>
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
        <strong className="font-medium wrap-anywhere text-foreground">
          <UserText>{to}</UserText>
        </strong>
        , a mail with a link is on its way. It works for a day; only the newest one counts.
      </p>
      <BackToSignIn onBack={onBack} />
    </div>
  );
}
