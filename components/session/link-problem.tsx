"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { IdentityError } from "#lib/client/identity-error.ts";
import { RecoverForm } from "./recover-form.tsx";

interface Props {
  error: IdentityError;
  /** Present where trying once more may help. */
  again?: () => void;
  onSignIn: () => void;
}

const titles: Partial<Record<IdentityError["reason"], string>> = {
  used_link: "This link no longer works",
  expired_link: "This link has expired",
  refused_by_site: "Your account was not let in",
  unreachable: "No connection",
};

/** A link from a mail that led nowhere, and the way on. */
export function LinkProblem({ error, again, onSignIn }: Props) {
  return (
    <div className="grid gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">{titles[error.reason] ?? "This link did not work"}</h1>
      <Notice
        role="alert"
        tone="warn"
        action={
          <>
            {again && <Button onClick={again}>Try again</Button>}
            <Button variant="outline" onClick={onSignIn}>
              Go to sign-in
            </Button>
          </>
        }
      >
        {error.message}
      </Notice>
      {!again && error.reason !== "refused_by_site" && (
        <section aria-label="Have a new link sent" className="grid gap-3">
          <h2 className="font-semibold">Have a new link sent</h2>
          <RecoverForm bare onBack={onSignIn} />
        </section>
      )}
    </div>
  );
}
