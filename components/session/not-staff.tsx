"use client";

import { UserRoundX } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { currentAccount } from "#lib/client/account.ts";
import { signOut } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";

/** For somebody who signed in at the desk and has no business there. */
export function NotStaff({ continueAt }: { continueAt: string }) {
  const { submit, busy } = useSubmit(signOut);
  const email = currentAccount()?.email;
  return (
    <div className="grid gap-5">
      <span className="grid size-12 place-items-center rounded-full bg-muted text-muted-foreground">
        <UserRoundX aria-hidden className="size-6" />
      </span>
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">This desk is not for you</h1>
        <p>
          You are signed in{" "}
          {email && (
            <>
              as{" "}
              <strong className="wrap-anywhere font-semibold">
                <UserText>{email}</UserText>
              </strong>
            </>
          )}
          , an account without a staff role. The desk is where staff look after other people’s accounts.
        </p>
        <p className="text-muted-foreground">
          If you should work here, ask an owner or an admin of this desk for a role, then sign in again. If you have a
          second address for work, sign out and use that one.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={() => submit(undefined)}>
          Sign out
        </Button>
        <a href={continueAt} className={buttonClass({ variant: "outline" })}>
          Go on to the site
        </a>
      </div>
    </div>
  );
}
