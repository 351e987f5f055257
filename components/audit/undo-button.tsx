"use client";

import { Undo2 } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { toast } from "#lib/client/toasts.ts";
import { keptByUndo, movedSince, useUndo } from "#lib/client/undo.ts";
import { lingering } from "#lib/client/user-edits.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { MovedSince } from "./moved-since.tsx";

/** Takes the change of an entry back where the server says that the viewer may; a refusal shows what stands there by now. */
export function UndoButton({ entry }: { entry: AuditEntry }) {
  const undo = useUndo();
  const { submit, busy, error } = useSubmit(async () => {
    const answer = await undo(entry.id);
    const { user, notices } = answer;
    const body = [lingering(answer, keptByUndo), ...notices].filter(Boolean).join(" ");
    toast({ title: `Undone for ${user.name || user.email}`, ...(body && { body }), undo: answer.entry });
  });
  if (!entry.undo?.can) return null;
  const moved = movedSince(entry, error);
  return (
    <div className="grid gap-2 *:min-w-0">
      <Button variant="outline" size="sm" className="justify-self-start" busy={busy} onClick={() => submit(undefined)}>
        <Undo2 aria-hidden /> Undo<span className="sr-only"> this change</span>
      </Button>
      {error !== undefined && (
        <Notice role="alert" tone="bad" title="Nothing was taken back">
          <UserText>{messageOf(error)}</UserText>
          {moved && <MovedSince moved={moved} />}
        </Notice>
      )}
    </div>
  );
}
