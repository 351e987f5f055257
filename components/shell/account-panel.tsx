"use client";

import { LogOut } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useAccount } from "#lib/client/account.ts";
import { signOut, useSession } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";
import type { Rank } from "#lib/contract/policy.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

const ranks: Record<Rank, string> = { viewer: "Viewer", support: "Support", admin: "Admin", owner: "Owner" };

/** Who is signed in, as what, and how to leave. */
export function AccountPanel() {
  const account = useAccount();
  const { data: session } = useSession();
  const { submit, busy } = useSubmit(signOut);
  return (
    <section aria-label="Your account" className="grid gap-2 border-t border-border pt-3">
      <div className="min-w-0 px-3">
        <p className="truncate font-medium" title={account?.email}>
          {account ? <UserText>{session?.user.name || account.email}</UserText> : <Skeleton className="my-1 w-32" />}
        </p>
        <p className="truncate text-[0.8125rem] text-muted-foreground">
          {session ? ranks[session.user.rank] : <Skeleton className="my-1 w-16" />}
          {session?.user.name && (
            <>
              {" · "}
              <UserText>{session.user.email}</UserText>
            </>
          )}
        </p>
      </div>
      <div className="flex items-center justify-between gap-2">
        <Button variant="ghost" size="sm" busy={busy} onClick={() => submit(undefined)}>
          {!busy && <LogOut aria-hidden />}
          Sign out
        </Button>
        <ThemeSwitch />
      </div>
    </section>
  );
}
