"use client";

import { Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Moment } from "#components/text/moment.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { instead } from "#components/ui/instead.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { messageOf } from "#lib/client/api.ts";
import { type Notes, useNotes } from "#lib/client/person.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { NOTE_LENGTH, type Note } from "#lib/contract/notes.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { PartProblem } from "./part-problem.tsx";

/** What staff noted about somebody, and a place to note more. */
export function UserNotes({ user }: { user: UserDetail }) {
  const notes = useNotes(user.id);
  const mayWrite = user.can.includes("notes.write");
  return (
    <Card title="Notes" anchor={anchors.notes}>
      <div className="grid gap-4">
        {mayWrite && <NewNote notes={notes} />}
        {!notes.data && !notes.error && <Skeleton className="w-2/3" />}
        {notes.error && !notes.data && (
          <PartProblem message={messageOf(notes.error)} onRetry={() => void notes.mutate()} />
        )}
        {notes.data?.notes.length === 0 && (
          <p className="text-muted-foreground">No notes yet. They are for the staff; this person never sees them.</p>
        )}
        {notes.data && notes.data.notes.length > 0 && (
          <ul className="grid gap-3">
            {notes.data.notes.map((note) => (
              <OneNote key={note.id} note={note} onRemove={notes.remove} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** What was typed stays until it is stored. */
function NewNote({ notes }: { notes: Notes }) {
  const id = useId();
  const [text, setText] = useState("");
  const { submit, busy, error } = useSubmit(async (draft: string) => {
    await notes.write(draft);
    setText("");
  });
  const ready = text.trim() !== "";
  return (
    <form className="grid gap-2" onSubmit={instead(() => ready && submit(text))}>
      <label htmlFor={id} className="sr-only">
        New note
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={NOTE_LENGTH}
        placeholder="What should a colleague know about this person?"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="w-full rounded-lg border border-input bg-card px-3 py-2 text-base md:text-sm"
      />
      {error !== undefined && (
        <Notice role="alert" tone="bad" title="The note was not kept">
          {messageOf(error)}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="outline" busy={busy} aria-disabled={!ready}>
          Add note
        </Button>
        {text.length > NOTE_LENGTH - 200 && (
          <span className="text-[0.8125rem] text-muted-foreground">{NOTE_LENGTH - text.length} characters left</span>
        )}
      </div>
    </form>
  );
}

function OneNote({ note, onRemove }: { note: Note; onRemove: Notes["remove"] }) {
  const { submit, busy, error } = useSubmit(onRemove);
  return (
    <li className="group grid gap-1 rounded-lg bg-muted p-3">
      <p className="whitespace-pre-wrap wrap-anywhere">
        <UserText>{note.text}</UserText>
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-3 text-[0.8125rem] text-muted-foreground">
        <p className="min-w-0 wrap-anywhere">
          <UserText>{note.by.email}</UserText>, <Moment at={note.at} exact="swap" />
        </p>
        {note.removable && (
          <Button variant="ghost" size="sm" busy={busy} onClick={() => submit(note.id)}>
            <Trash2 aria-hidden /> Remove<span className="sr-only"> this note</span>
          </Button>
        )}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-destructive">
          {messageOf(error)}
        </p>
      )}
    </li>
  );
}
