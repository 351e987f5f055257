"use client";

import { Undo2 } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { ApiError } from "#lib/client/api-error.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { toast } from "#lib/client/toasts.ts";
import { useUndo } from "#lib/client/undo.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { Changes } from "./changes.tsx";

/** Takes the change of an entry back where the server says that the viewer may; a refusal shows what stands there by now. */
export function UndoButton({ entry }: { entry: AuditEntry }) {
  const undo = useUndo();
  const { submit, busy, error } = useSubmit(async () => {
    const { user, notices } = await undo(entry.id);
    toast({ title: `Taken back for ${user.name || user.email}`, body: notices.join(" ") || undefined, tone: "good" });
  });
  if (!entry.undo?.can) return null;
  const current = error instanceof ApiError ? error.current : undefined;
  return (
    <div className="grid gap-2 *:min-w-0">
      <Button variant="outline" size="sm" className="justify-self-start" busy={busy} onClick={() => submit(undefined)}>
        <Undo2 aria-hidden /> Undo<span className="sr-only"> this change</span>
      </Button>
      {error !== undefined && (
        <Notice role="alert" tone="bad" title="Nothing was taken back">
          <UserText>{messageOf(error)}</UserText>
          {current && (
            <>
              <p className="mt-2 mb-1 font-medium">What this entry left, and what is there now</p>
              <Changes before={entry.after} after={current} />
            </>
          )}
        </Notice>
      )}
    </div>
  );
}
