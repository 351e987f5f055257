"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CreatedUser, NewUser } from "#lib/client/users.ts";
import type { UnfinishedStep } from "#lib/contract/new-user.ts";
import type { MissingStep } from "#lib/contract/user-creation.ts";
import { LookAlikeList } from "./address-check.tsx";
import { BackToUsers } from "./back-to-users.tsx";
import { FinishStep } from "./finish-step.tsx";
import { RoleList } from "./role-list.tsx";

const nextSteps: Record<NewUser["access"], string> = {
  password: "They sign in with their address and this password, from now on.",
  mail: "A mail with a link is on its way to them. It lets them set a password and signs them in; it works for a day.",
  invite: "An invitation is on its way to them. Until they follow its link the account counts as invited.",
};

/** The list refuses longer ones; the beginning of an address finds it too. */
const longestSearch = 200;

interface Props {
  result: CreatedUser;
  asked: NewUser;
  onAnother: () => void;
}

/** What was made, what was not, and what happens next. The password is shown here and nowhere else, ever. */
export function Created({ result, asked, onAnother }: Props) {
  const { password, lookAlikes } = result;
  const [user, setUser] = useState(result.user);
  const [finished, setFinished] = useState<UnfinishedStep[]>([]);
  const unfinished = result.unfinished.filter((step) => !finished.includes(step));
  const complete = unfinished.length === 0;
  const Icon = complete ? CircleCheck : TriangleAlert;
  const mailFailed = unfinished.some((step) => step.step === "mail");
  return (
    <div ref={toTop} className="grid max-w-xl scroll-mt-20 gap-5 *:min-w-0">
      <PageHeader
        above={<BackToUsers />}
        title={
          <span className="flex items-center gap-2.5">
            <Icon aria-hidden className={`size-6 shrink-0 ${complete ? "text-good" : "text-warn"}`} />
            {titleOf(unfinished)}
          </span>
        }
      />
      <div className="-mt-5 grid gap-4 *:min-w-0 rounded-xl border border-border bg-card p-5">
        <div className="grid gap-1 *:min-w-0">
          <p className="wrap-anywhere text-base font-semibold">
            <EmailText>{user.email}</EmailText>
          </p>
          {user.name && (
            <p className="wrap-anywhere">
              <UserText>{user.name}</UserText>
            </p>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-muted-foreground">Roles:</span> <RoleList user={user} />
          </div>
        </div>
        {password !== undefined && <Password password={password} />}
        {!mailFailed && <p>{nextSteps[asked.access]}</p>}
      </div>
      {result.unfinished.map((step) => {
        const missing = missingOf(step, asked);
        if (!missing) return <Twin key={step.step} email={user.email} message={step.message} />;
        return (
          <FinishStep
            key={step.step}
            user={user}
            missing={missing}
            onDone={(now) => {
              setUser(now);
              setFinished([...finished, step]);
            }}
          >
            {step.message}
          </FinishStep>
        );
      })}
      {lookAlikes.length > 0 && (
        <Notice tone="warn" title="This address looks like another one">
          <LookAlikeList lookAlikes={lookAlikes} />
        </Notice>
      )}
      <WaysOn id={user.id} onAnother={onAnother} />
    </div>
  );
}

/** The form may have been scrolled far down; what became of it begins at the top. */
function toTop(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "start" });
}

/** What can be done about a step from here; a twin is looked at and deleted. */
function missingOf({ step }: UnfinishedStep, { roles = [] }: NewUser): MissingStep | undefined {
  if (step === "twin") return undefined;
  return step === "roles" ? { step, roles } : { step };
}

function Twin({ email, message }: { email: string; message: string }) {
  return (
    <Notice
      role="alert"
      tone="warn"
      title="There may be another account with this address"
      action={<SeeTwins email={email} />}
    >
      {message}
    </Notice>
  );
}

function titleOf(unfinished: CreatedUser["unfinished"]): string {
  if (unfinished.length === 0) return "User created";
  return unfinished.every((step) => step.step === "twin")
    ? "User created, perhaps twice"
    : "User created, not complete";
}

function SeeTwins({ email }: { email: string }) {
  return (
    <Link
      href={`/users?q=${encodeURIComponent(email.slice(0, longestSearch))}`}
      prefetch={false}
      className={buttonClass({ variant: "outline", size: "sm" })}
    >
      Show the accounts with this address
    </Link>
  );
}

function WaysOn({ id, onAnother }: { id: string; onAnother: () => void }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Link href={`/user?id=${id}`} prefetch={false} className={buttonClass({ variant: "outline" })}>
        Open this user
      </Link>
      <Button variant="outline" onClick={onAnother}>
        Create another user
      </Button>
    </div>
  );
}

function Password({ password }: { password: string }) {
  return (
    <section aria-label="Password" className="grid gap-2.5 rounded-lg bg-primary-soft p-4">
      <h2 className="font-medium">Password</h2>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <code data-testid="password" className="min-w-0 break-all font-mono text-lg">
          {password}
        </code>
        <CopyButton text={password} what="password" />
      </div>
      <p className="text-[0.8125rem]">
        Shown only now: it is stored nowhere and cannot be shown again. Pass it on over a channel that only they read.
      </p>
    </section>
  );
}
