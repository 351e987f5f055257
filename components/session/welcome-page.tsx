"use client";

import { PartyPopper } from "lucide-react";
import { useEffect } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { useAccount } from "#lib/client/account.ts";
import { siteUrl } from "#lib/client/base.ts";
import { checkSession, signOut } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { FrontFrame } from "./front-frame.tsx";

/** `/welcome`: where somebody lands who is no staff, such as after confirming their address. */
export function WelcomePage() {
  const account = useAccount();
  useEffect(() => void checkSession(), []);
  return (
    <FrontFrame brand="site">
      <div className="grid min-h-72 content-center gap-5">
        {account && <Welcome email={account.email} />}
        {account === null && <SignedOut />}
      </div>
    </FrontFrame>
  );
}

function Welcome({ email }: { email: string }) {
  const { submit, busy } = useSubmit(signOut);
  return (
    <>
      <span className="grid size-12 place-items-center rounded-full bg-primary-soft text-primary">
        <PartyPopper aria-hidden className="size-6" />
      </span>
      <div className="grid gap-2">
        <h1 className="text-3xl font-semibold tracking-tight">Welcome, you’re in</h1>
        <p className="text-base text-muted-foreground">
          Your account is ready, and you are signed in as{" "}
          <strong className="wrap-anywhere font-semibold text-foreground">
            <UserText>{email}</UserText>
          </strong>
          .
        </p>
      </div>
      <div>
        <Button variant="outline" busy={busy} onClick={() => submit(undefined)}>
          Sign out
        </Button>
      </div>
    </>
  );
}

function SignedOut() {
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-3xl font-semibold tracking-tight">You are signed out</h1>
        <p className="text-base text-muted-foreground">Sign in again, or create an account if you have none.</p>
      </div>
      <div>
        <a href={siteUrl("/sign-up")} className={buttonClass()}>
          Sign in or sign up
        </a>
      </div>
    </>
  );
}
