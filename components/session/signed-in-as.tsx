"use client";

import { UserText } from "#components/text/user-text.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { siteUrl } from "#lib/client/base.ts";
import { signOut } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";

/** For somebody who wants an account and is signed in with one. */
export function SignedInAs({ email }: { email: string }) {
  const { submit, busy } = useSubmit(signOut);
  return (
    <>
      <h2 className="text-xl font-semibold tracking-tight">You are signed in</h2>
      <p className="wrap-anywhere">
        As{" "}
        <strong className="font-semibold">
          <UserText>{email}</UserText>
        </strong>
        . To create another account, sign out first.
      </p>
      <div className="flex flex-wrap gap-2">
        <a href={siteUrl("/welcome")} className={buttonClass()}>
          Continue
        </a>
        <Button variant="outline" busy={busy} onClick={() => submit(undefined)}>
          Sign out
        </Button>
      </div>
    </>
  );
}
