"use client";

import { SignInForm } from "#components/session/sign-in-form.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { currentAccount, type Hold, pinnedAccount } from "#lib/client/account.ts";
import { siteUrl } from "#lib/client/base.ts";
import { signInAsSame } from "#lib/client/sign-in.ts";

/** Steps in when the session of this page is gone or another one took its place. The page behind stays as it is. */
export function HoldDialog({ hold }: { hold: Exclude<Hold, "kept"> }) {
  return hold === "lost" ? <SignInAgain /> : <Switched />;
}

function SignInAgain() {
  return (
    <Dialog title="Sign in again">
      <p className="mt-1 mb-4 text-muted-foreground">
        Your session has ended, here or in another tab. Nothing on this page is lost: sign in and go on where you were.
      </p>
      <SignInForm onlyFor={pinnedAccount()?.email} onSignIn={signInAsSame} />
      <div className="mt-2 text-center">
        <Button variant="link" size="bare" onClick={() => window.location.assign(siteUrl("/"))}>
          Leave this page
        </Button>
      </div>
    </Dialog>
  );
}

function Switched() {
  const account = currentAccount();
  return (
    <Dialog title="Another account is signed in">
      <p className="mt-2 mb-5 wrap-anywhere text-muted-foreground">
        In another tab somebody signed in as{" "}
        <strong className="font-medium text-foreground">
          <UserText>{account?.email ?? ""}</UserText>
        </strong>
        . This page still shows what{" "}
        <strong className="font-medium text-foreground">
          <UserText>{pinnedAccount()?.email ?? ""}</UserText>
        </strong>{" "}
        saw, and saves nothing any more.
      </p>
      <Button className="w-full" onClick={() => window.location.reload()}>
        Reload as the new account
      </Button>
    </Dialog>
  );
}
