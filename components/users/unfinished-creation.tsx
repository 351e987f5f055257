"use client";

import { Moment } from "#components/text/moment.tsx";
import { EmailText } from "#components/text/user-text.tsx";
import { useCreation } from "#lib/client/creation.ts";
import { toast } from "#lib/client/toasts.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { FinishStep } from "./finish-step.tsx";

/** What was asked for when this person was created and never happened, to do now. Nothing for everybody else. */
export function UnfinishedCreation({ user }: { user: UserDetail }) {
  const { data } = useCreation(user);
  if (!data || data.missing.length === 0) return null;
  return (
    <div className="mb-5 grid gap-3">
      {data.missing.map((missing) => (
        <FinishStep
          key={missing.step}
          user={user}
          missing={missing}
          onDone={() => toast({ title: missing.step === "roles" ? "Roles set" : "Mail sent" })}
        >
          <EmailText>{data.by ?? "Somebody"}</EmailText> created this account <Moment at={data.at} exact="swap" />, and
          this part of it did not happen.
        </FinishStep>
      ))}
    </div>
  );
}
