"use client";

import { type ReactNode, useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useFinishStep } from "#lib/client/creation.ts";
import { useSession } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { whyLocked } from "#lib/client/why-locked.ts";
import type { MissingStep } from "#lib/contract/user-creation.ts";
import type { User, UserDetail } from "#lib/contract/users.ts";

const words = {
  roles: {
    title: "The roles were not set",
    button: "Set the roles now",
    done: "The roles are set",
    action: "users.set_roles",
  },
  mail: {
    title: "The mail was not sent",
    button: "Send the mail now",
    done: "The mail is sent",
    action: "users.send_recovery",
  },
} as const;

interface Props {
  user: User;
  missing: MissingStep;
  onDone?: (now: UserDetail) => void;
  /** How it came to be missing. */
  children: ReactNode;
}

/** One step of a creation that did not happen, and a button that does it. */
export function FinishStep({ user, missing, onDone, children }: Props) {
  const { data: session } = useSession();
  const finish = useFinishStep(user);
  const [notices, setNotices] = useState<string[]>();
  const { submit, busy, error } = useSubmit(async () => {
    const changed = await finish(missing);
    setNotices(changed.notices);
    onDone?.(changed.user);
  });
  const { title, button, done, action } = words[missing.step];
  if (notices) {
    return (
      <Notice ref={bringUp} role="status" tone="good" title={done}>
        {notices.join(" ")}
      </Notice>
    );
  }
  const may = user.can.includes(action);
  return (
    <Notice
      role="alert"
      tone="warn"
      title={title}
      action={
        may && (
          <Button variant="outline" size="sm" busy={busy} onClick={() => submit(undefined)}>
            {button}
          </Button>
        )
      }
    >
      <div className="grid gap-1.5">
        <p>{children}</p>
        {missing.step === "roles" && <Wanted roles={missing.roles} />}
        {session && !may && <p className="text-muted-foreground">{whyLocked(user, session)}</p>}
        {error !== undefined && <FieldError id={`finish-${missing.step}`}>{messageOf(error)}</FieldError>}
      </div>
    </Notice>
  );
}

function Wanted({ roles }: { roles: string[] }) {
  return (
    <p>
      Asked for: <UserText>{roles.join(", ")}</UserText>.
    </p>
  );
}
