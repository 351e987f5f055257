"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { useFrontDoor } from "#lib/client/use-front-door.ts";
import { FrontFrame } from "./front-frame.tsx";
import { LinkProblem } from "./link-problem.tsx";
import { NotStaff } from "./not-staff.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SetUpGuide } from "./set-up-guide.tsx";
import { SignIn } from "./sign-in.tsx";

/** `/`: sign-in, and where links from mails land. */
export function FrontPage() {
  const door = useFrontDoor();
  return (
    <FrontFrame width={door.view.show === "not-configured" ? "medium" : "narrow"}>
      <FrontView door={door} />
    </FrontFrame>
  );
}

const emailChangeNotice = "Sign in with your old address and password to confirm the new one.";

function FrontView({ door }: { door: ReturnType<typeof useFrontDoor> }) {
  const { view } = door;
  switch (view.show) {
    case "opening":
      return <div className="min-h-96" />;
    case "working":
      return (
        <p role="status" className="flex items-center justify-center gap-2.5 text-muted-foreground">
          <Spinner /> {view.what}
        </p>
      );
    case "sign-in":
      return <SignIn notice={view.notice} onSignedIn={door.signedIn} />;
    case "sign-in-for-email-change":
      return <SignIn notice={emailChangeNotice} onSignedIn={door.signedIn} />;
    case "first-password":
      return <PasswordForm purpose="first" onPassword={door.setPassword} />;
    case "new-password":
      return <PasswordForm purpose="new" onPassword={door.setPassword} />;
    case "link-problem":
      return <LinkProblem error={view.error} again={view.again} onSignIn={door.showSignIn} />;
    case "not-staff":
      return <NotStaff continueAt={view.continueAt} />;
    case "not-configured":
      return <SetUpGuide message={view.message} />;
    case "desk-trouble":
      return (
        <Notice
          role="alert"
          tone="bad"
          title="The desk cannot open right now"
          action={<Button onClick={view.again}>Try again</Button>}
        >
          {view.message}
        </Notice>
      );
  }
}
