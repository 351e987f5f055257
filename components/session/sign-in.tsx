"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Titled } from "#components/ui/titled.tsx";
import { siteUrl } from "#lib/client/base.ts";
import { signIn } from "#lib/client/sign-in.ts";
import { RecoverForm } from "./recover-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface Props {
  notice?: string;
  onSignedIn: () => Promise<void>;
}

/** The sign-in of the front page, with the ways on for those whom it does not help. */
export function SignIn({ notice, onSignedIn }: Props) {
  const [forgotten, setForgotten] = useState(false);
  if (forgotten) return <RecoverForm onBack={() => setForgotten(false)} />;
  return (
    <div className="grid gap-5">
      <Titled title="Sign in">For the people who look after the accounts of this site.</Titled>
      {notice && (
        <Notice role="status" tone="info">
          {notice}
        </Notice>
      )}
      <SignInForm
        onSignIn={async (email, password) => {
          await signIn(email, password);
          await onSignedIn();
        }}
      />
      <div className="grid justify-items-center gap-1 border-t border-border pt-4">
        <Button variant="link" size="bare" onClick={() => setForgotten(true)}>
          Forgot password?
        </Button>
        <p className="text-muted-foreground">
          Not staff? {/* A page load of its own: that page has another policy, which comes with the document. */}
          <a href={siteUrl("/sign-up")} className="font-medium text-primary underline-offset-4 hover:underline">
            Create your own account
          </a>
        </p>
      </div>
    </div>
  );
}
