"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert, Undo2, X } from "lucide-react";
import Link from "next/link";
import { type RefObject, useEffect, useRef } from "react";
import { MovedSince } from "#components/audit/moved-since.tsx";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { dismissToast, type Message, replaceToast, type Toast, useToasts } from "#lib/client/toasts.ts";
import { keptByUndo, movedSinceEntry, useUndo } from "#lib/client/undo.ts";
import { lingering } from "#lib/client/user-edits.ts";

/** Takes the change of an audit entry back and answers what to say about it. */
type Undo = (entry: string) => Promise<Message>;

const tones = {
  good: { Icon: CircleCheck, colour: "text-good" },
  info: { Icon: Info, colour: "text-muted-foreground" },
  warn: { Icon: TriangleAlert, colour: "text-warn" },
  bad: { Icon: CircleAlert, colour: "text-destructive" },
};

/** The toasts as a list. The live region around it is `ToastRegion` of the shell, which is there before the first one. */
export function Toaster() {
  const list = useRef<HTMLUListElement>(null);
  const toasts = useToasts();
  const cameFrom = useCameFrom(list);
  const undo = useUndo();
  const onUndo: Undo = async (entry) => {
    const answer = await undo(entry);
    const body = [lingering(answer, keptByUndo), ...answer.notices].filter(Boolean).join(" ");
    return { title: "Undone", body: body || undefined, tone: "info", undo: answer.entry };
  };
  return (
    <ul ref={list} className="grid gap-2 p-3 md:pr-6 md:pb-6">
      {toasts.map((toast) => (
        <ToastCard
          key={toast.id}
          toast={toast}
          onUndo={onUndo}
          onPutAway={() => {
            dismissToast(toast.id);
            cameFrom.current?.focus();
          }}
        />
      ))}
    </ul>
  );
}

interface CardProps {
  toast: Toast;
  onUndo: Undo;
  onPutAway: () => void;
}

function ToastCard({ toast, onUndo, onPutAway }: CardProps) {
  const card = useRef<HTMLLIElement>(null);
  const { Icon, colour } = tones[toast.tone ?? "good"];
  useStay(card, toast);
  return (
    <li
      ref={card}
      data-toast
      tabIndex={-1}
      className="pointer-events-auto flex items-start gap-3 rounded-xl border border-border bg-card p-2 pl-3.5 shadow-lg motion-safe:transition-opacity motion-safe:starting:opacity-0 md:ml-auto md:w-96"
    >
      <Icon aria-hidden className={`mt-3 size-4 shrink-0 md:mt-2 ${colour}`} />
      <div className="grid min-w-0 flex-1 gap-1 py-2.5 md:py-1.5">
        <p className="wrap-anywhere font-semibold">
          <UserText>{toast.title}</UserText>
        </p>
        {toast.body && (
          <p className="wrap-anywhere text-muted-foreground">
            <UserText>{toast.body}</UserText>
          </p>
        )}
        {toast.moved && <MovedSince moved={toast.moved} />}
        {toast.link && (
          <Link
            href={toast.link.href}
            prefetch={false}
            className="font-medium text-primary underline-offset-4 underline"
          >
            {toast.link.label}
          </Link>
        )}
        {toast.undo && <UndoButton toast={toast} entry={toast.undo} onUndo={onUndo} />}
      </div>
      <Button
        variant="ghost"
        size="sm"
        className="w-11 px-0! md:w-8"
        aria-label={`Dismiss: ${toast.title}`}
        onClick={onPutAway}
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}

function UndoButton({ toast, entry, onUndo }: { toast: Toast; entry: string; onUndo: Undo }) {
  const button = useRef<HTMLButtonElement>(null);
  const { submit, busy } = useSubmit(async () => {
    const outcome = await outcomeOf(entry, onUndo);
    // The button goes away now; a focus that is on it stays with the message.
    if (button.current === document.activeElement) button.current?.closest("li")?.focus();
    replaceToast(toast.id, outcome);
  });
  return (
    <Button
      ref={button}
      variant="outline"
      size="sm"
      className="mt-1 justify-self-start"
      busy={busy}
      aria-label={`Undo: ${toast.title}`}
      onClick={() => submit(undefined)}
    >
      {!busy && <Undo2 aria-hidden />}
      Undo
    </Button>
  );
}

/** A refused undo says why, shows what stands in the way, and leads to the change in the audit list. */
async function outcomeOf(entry: string, onUndo: Undo): Promise<Message> {
  try {
    return await onUndo(entry);
  } catch (error) {
    const link = { href: `/audit?entry=${entry}`, label: "See the change in the audit list" };
    const moved = await movedSinceEntry(entry, error);
    return { title: "Not undone", body: messageOf(error), tone: "bad", link, ...(moved && { moved }) };
  }
}

const tickMs = 500;

/** Puts a toast away when its time is over. The clock stands while somebody points at it, is in it or looks elsewhere. */
function useStay(card: RefObject<HTMLElement | null>, { id, stayMs, title }: Toast): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words begin their own time
  useEffect(() => {
    if (stayMs === undefined) return;
    let left = stayMs;
    const timer = setInterval(() => {
      const read = card.current?.matches(":hover, :focus-within, :has([aria-disabled=true])");
      if (read || document.hidden || document.querySelector("dialog:modal")) return;
      left -= tickMs;
      if (left <= 0) dismissToast(id);
    }, tickMs);
    return () => clearInterval(timer);
  }, [id, stayMs, title]);
}

/** Where the focus was before it came to the toasts, and goes back to when one is put away. */
function useCameFrom(list: RefObject<HTMLElement | null>): RefObject<HTMLElement | null> {
  const cameFrom = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = list.current;
    const onFocus = (event: FocusEvent) => {
      const from = event.relatedTarget;
      if (from instanceof HTMLElement && !element?.contains(from)) cameFrom.current = from;
    };
    element?.addEventListener("focusin", onFocus);
    return () => element?.removeEventListener("focusin", onFocus);
  }, [list]);
  return cameFrom;
}
