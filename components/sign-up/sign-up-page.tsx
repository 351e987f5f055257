"use client";

import { MailCheck } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { FrontFrame } from "#components/session/front-frame.tsx";
import { SignedInAs } from "#components/session/signed-in-as.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { siteUrl } from "#lib/client/base.ts";
import { type SignUp, useSignUp } from "#lib/client/sign-up.ts";
import { Refused } from "./refused.tsx";
import { WidgetSlot } from "./widget-slot.tsx";

/** `/sign-up`: for the site's own users, with the widget in its place and words for what it cannot say. */
export function SignUpPage() {
  const signUp = useSignUp();
  return (
    <FrontFrame brand="site" width="wide">
      <div className="grid items-center gap-8 md:grid-cols-[minmax(0,1fr)_25rem] md:gap-16">
        <Introduction />
        <Panel signUp={signUp} />
      </div>
    </FrontFrame>
  );
}

const steps = ["Fill in the form.", "Follow the link in the mail we send you.", "You are in."];

function Introduction() {
  return (
    <div className="grid gap-4">
      <h1 className="text-3xl font-semibold tracking-tight md:text-4xl">Create your account</h1>
      <ol className="grid gap-2 text-base text-muted-foreground">
        {steps.map((step, index) => (
          <li key={step} className="flex items-baseline gap-3">
            <span aria-hidden className="font-semibold text-primary">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
      <p className="border-t border-border pt-4 text-muted-foreground max-md:hidden">
        You have one already? Choose “Log in” in the form. Forgot the password?{" "}
        <a href={siteUrl("/")} className="font-medium text-primary underline-offset-4 hover:underline">
          Have a link sent
        </a>
      </p>
    </div>
  );
}

function Panel({ signUp: { view, openForm } }: { signUp: SignUp }) {
  switch (view.show) {
    case "loading":
    case "form":
      return <WidgetSlot loading={view.show === "loading"} />;
    case "closed":
      return (
        <Box>
          <p className="text-muted-foreground">The form is closed. What you typed is still in it.</p>
          <Button onClick={openForm}>Open the form again</Button>
        </Box>
      );
    case "refused":
      return <Refused refusal={view.refusal} onAgain={openForm} />;
    case "sent":
      return <Sent email={view.email} onAgain={openForm} />;
    case "signed-in":
      return (
        <Box>
          <SignedInAs email={view.email} />
        </Box>
      );
    case "trouble":
      return (
        <Notice
          role="alert"
          tone="bad"
          title="The sign-up form did not load"
          action={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
        >
          Check your connection. An ad blocker may also be in the way.
        </Notice>
      );
  }
}

function Box({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 rounded-2xl border border-border bg-card p-6">{children}</div>;
}

function Sent({ email, onAgain }: { email: string; onAgain: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Box>
      <span className="grid size-12 place-items-center rounded-full bg-primary-soft text-primary">
        <MailCheck aria-hidden className="size-6" />
      </span>
      <div role="status" className="grid gap-2">
        <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
          Look into your inbox
        </h2>
        <p>
          A mail is on its way to{" "}
          <strong className="wrap-anywhere font-semibold">
            <UserText>{email}</UserText>
          </strong>
          . Follow the link in it to finish; it works for a day.
        </p>
        <p className="text-muted-foreground">
          Nothing after some minutes? Look into the spam folder, and check the address above for typing mistakes.
        </p>
      </div>
      <div>
        <Button variant="outline" onClick={onAgain}>
          Back to the form
        </Button>
      </div>
    </Box>
  );
}
