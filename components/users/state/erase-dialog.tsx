"use client";

import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { EmailText } from "#components/text/user-text.tsx";
import { TextField } from "#components/ui/field.tsx";
import { EditDialog } from "#components/users/edit/edit-dialog.tsx";
import { messageOf } from "#lib/client/api.ts";
import { ApiError } from "#lib/client/api-error.ts";
import { useErase } from "#lib/client/bin.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { toast } from "#lib/client/toasts.ts";
import { lingering } from "#lib/client/user-edits.ts";
import type { Erased } from "#lib/contract/erasing.ts";
import type { User } from "#lib/contract/users.ts";
import { ErasingProgress } from "./erasing-progress.tsx";
import { WhatErasingDoes } from "./what-erasing-does.tsx";

interface Props {
  user: Pick<User, "id" | "email" | "status">;
  onClose: () => void;
}

/** Deletes somebody for good, once their address is typed; shows how far it is where that takes more than one request. */
export function EraseDialog({ user, onClose }: Props) {
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [unfinished, setUnfinished] = useState<Erased>();
  const erase = useErase(user);
  const leave = useLeave(user);
  const { submit, busy, error, reset } = useSubmit(async () => {
    const { bitesBy } = await erase({ confirm: typed, reason }, setUnfinished);
    const body = lingering({ bitesBy }, "its roles");
    toast({ title: "Deleted for good", ...(body && { body }) });
    onClose();
    leave();
  });
  const field = error instanceof ApiError ? error.field : undefined;
  const said = error === undefined ? undefined : messageOf(error);
  if (unfinished) {
    return <ErasingProgress {...unfinished} problem={said} onGoOn={() => submit(undefined)} onClose={onClose} />;
  }
  const isTyped = typed.trim().toLowerCase() === user.email.trim().toLowerCase();
  return (
    <EditDialog
      title="Delete for good"
      label="Delete for good"
      reason={reason}
      onReason={(text) => {
        setReason(text);
        reset();
      }}
      reasonHint="It stays in the audit list with your name, so leave theirs and the address out."
      reasonProblem={field === "reason" ? said : undefined}
      problem={field === "reason" || field === "confirm" ? undefined : said}
      problemTitle={isBrokenOff(error) ? "It broke off" : undefined}
      isFinal
      busy={busy}
      idle={!isTyped}
      dirty={reason !== ""}
      onSubmit={() => submit(undefined)}
      onClose={onClose}
    >
      <WhatErasingDoes who={user.email} />
      {user.status !== "deleted" && (
        <p className="text-muted-foreground">
          They are not in the bin. Whom you move there first can be brought back with everything.
        </p>
      )}
      <TextField
        label="Type the address to go on"
        name="confirm"
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          reset();
        }}
        error={field === "confirm" ? said : undefined}
        hint={<EmailText>{user.email}</EmailText>}
      />
    </EditDialog>
  );
}

/** The store, or the way to us, went away: some of it may have happened. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "store_unavailable" || error.status === 0);
}

/** Away from the page of somebody who is not there any more. */
function useLeave({ status }: Pick<User, "status">): () => void {
  const router = useRouter();
  const path = usePathname();
  return () => {
    if (path === "/user") router.push(status === "deleted" ? "/deleted" : "/users");
  };
}
