"use client";

import { useState } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useSession } from "#lib/client/session.ts";
import type { CreatedUser, NewUser } from "#lib/client/users.ts";
import { BackToUsers } from "./back-to-users.tsx";
import { Created } from "./created.tsx";
import { NewUserForm } from "./new-user-form.tsx";

/** `/users/new`: an account for somebody else. */
export function NewUserPage() {
  const [created, setCreated] = useState<{ result: CreatedUser; asked: NewUser }>();
  const { data: session } = useSession();
  if (created) {
    return <Created result={created.result} asked={created.asked} onAnother={() => setCreated(undefined)} />;
  }
  return (
    <div className="max-w-xl">
      <PageHeader title="New user" above={<BackToUsers />} />
      {!session && <FormSkeleton />}
      {session && !session.can.includes("users.create") && (
        <Notice tone="info" title={session.readOnly ? "Nothing can be created here" : "Your rank may not create users"}>
          {session.readOnly
            ? "This deploy of the desk is read-only. Use the published one."
            : "Ask somebody with the rank support, admin or owner to do it for you."}
        </Notice>
      )}
      {session?.can.includes("users.create") && (
        <NewUserForm session={session} onCreated={(result, asked) => setCreated({ result, asked })} />
      )}
    </div>
  );
}

function FormSkeleton() {
  return (
    <div role="status" className="grid gap-6">
      <span className="sr-only">Loading…</span>
      {["w-16", "w-12", "w-14"].map((width) => (
        <div key={width} aria-hidden className="grid gap-2">
          <Skeleton className={width} />
          <Skeleton className="h-9 w-full" />
        </div>
      ))}
    </div>
  );
}
