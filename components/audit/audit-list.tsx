import { CircleHelp, CircleX, ShieldX, Undo2 } from "lucide-react";
import Link from "next/link";
import { Moment } from "#components/text/moment.tsx";
import { UserText } from "#components/text/user-text.tsx";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Outcome } from "#lib/contract/audit-filter.ts";
import { deed, machineName } from "./action-words.ts";
import { Changes } from "./changes.tsx";
import { UndoButton } from "./undo-button.tsx";

interface Props {
  entries: AuditEntry[];
  /** On the page of this user, who then needs no link to themselves. */
  about?: string;
}

/** Who did what to whom, newest first. */
export function AuditList({ entries, about }: Props) {
  return (
    <ol className="grid">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="group grid gap-1.5 *:min-w-0 border-b border-border py-3 first:pt-0 last:border-b-0 last:pb-0"
        >
          <div className="flex items-baseline justify-between gap-x-4 max-md:flex-wrap">
            <p className="min-w-0 wrap-anywhere">
              <Actor entry={entry} /> {deed(entry)} <Target entry={entry} about={about} />
            </p>
            <span className="shrink-0 text-[0.8125rem] text-muted-foreground">
              <Link
                href={`/audit?entry=${entry.id}`}
                prefetch={false}
                className="relative inline-block underline-offset-4 hover:underline"
              >
                <span className="sr-only">This entry by itself, </span>
                <Moment at={entry.at} exact="swap" />
              </Link>
            </span>
          </div>
          <OutcomeNote entry={entry} />
          <Changes before={entry.before} after={entry.after} />
          {entry.reason && (
            <p className="wrap-anywhere border-l-2 border-border pl-3 text-muted-foreground">
              <span className="sr-only">Reason: </span>“<UserText>{entry.reason}</UserText>”
            </p>
          )}
          <Relations entry={entry} />
          <UndoButton entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Actor({ entry }: { entry: AuditEntry }) {
  const { kind, email } = entry.actor;
  const machine = machineName(kind);
  if (machine) return <strong className="font-semibold">{machine}</strong>;
  return (
    <>
      <strong className="font-semibold">
        <UserText>{email || "Somebody"}</UserText>
      </strong>
      {kind === "person" && " (not staff)"}
    </>
  );
}

function Target({ entry, about }: { entry: AuditEntry; about: string | undefined }) {
  if (!entry.target) return null;
  const { id, email } = entry.target;
  // Done by themselves to nobody else, so the sentence ends before.
  if (entry.action === "site.sign_in") return null;
  if (id !== undefined && id === about) return "this user";
  const name = <UserText>{email || id || ""}</UserText>;
  if (id === undefined) return <span className="font-medium">{name}</span>;
  return (
    <Link
      href={`/user?id=${id}`}
      prefetch={false}
      className="font-medium text-primary underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  );
}

/** What else belongs to the entry: the run over many it was part of, the change it took back, what took it back. */
function Relations({ entry: { batch, undoes, undone } }: { entry: AuditEntry }) {
  if (!batch && !undoes && !undone) return null;
  const looks = "inline-flex min-h-11 items-center text-primary underline-offset-4 hover:underline md:min-h-6";
  return (
    <p className="flex flex-wrap gap-x-4 text-[0.8125rem]">
      {batch && (
        <Link href={`/audit?batch=${batch}`} prefetch={false} className={looks}>
          Part of a run over many
        </Link>
      )}
      {undoes && (
        <Link href={`/audit?entry=${undoes}`} prefetch={false} className={looks}>
          Undid an earlier change
        </Link>
      )}
      {undone && (
        <Link href={`/audit?entry=${undone}`} prefetch={false} className={looks}>
          <Undo2 aria-hidden className="mr-1.5 size-3.5" /> Undone since
        </Link>
      )}
    </p>
  );
}

const outcomes: Record<Exclude<Outcome, "done">, { word: string; Icon: typeof CircleX; tone: string }> = {
  failed: { word: "Failed", Icon: CircleX, tone: "text-destructive" },
  refused: { word: "Refused", Icon: ShieldX, tone: "text-warn" },
  unknown: { word: "Outcome unknown", Icon: CircleHelp, tone: "text-warn" },
};

/** Where an entry took place matters only outside production. */
function OutcomeNote({ entry }: { entry: AuditEntry }) {
  const outcome = entry.outcome === "done" ? undefined : outcomes[entry.outcome];
  const elsewhere = entry.deploy.context === "production" ? undefined : entry.deploy.context;
  if (!outcome && !elsewhere) return null;
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-[0.8125rem]">
      {outcome && (
        <span className="inline-flex items-baseline gap-1.5 font-medium">
          <outcome.Icon aria-hidden className={`size-3.5 translate-y-0.5 ${outcome.tone}`} />
          {outcome.word}
        </span>
      )}
      {outcome && entry.message && (
        <span className="min-w-0 wrap-anywhere text-muted-foreground">
          <UserText>{entry.message}</UserText>
        </span>
      )}
      {elsewhere && <span className="text-muted-foreground">in {elsewhere}</span>}
    </p>
  );
}
