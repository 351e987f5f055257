import { CircleCheck } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { AddressCheckState } from "#lib/client/address-check.ts";
import type { AddressCheck as Check } from "#lib/contract/check.ts";
import type { LookAlike } from "#lib/contract/new-user.ts";
import { StatusBadge } from "./status-badge.tsx";

interface Props {
  check: AddressCheckState;
  /** The way in that is chosen stays shut without a reason. */
  needsReason: boolean;
  /** Whether the person may go on by giving one. */
  mayOverride: boolean;
  /** How they go on then, as a sentence. */
  wayOn?: string;
  className?: string;
}

/** What the check of the address found, while the form is filled in. It announces itself and never stands in the way. */
export function AddressCheck({ check, className = "-mt-4", ...rest }: Props) {
  const { result, failure, checking } = check;
  return (
    // A line of its own from the start: what it says must not move the buttons below.
    <div role="status" className={cn("grid min-h-6 content-start gap-2", className)}>
      {checking && (
        <p className="flex items-center gap-2 text-[0.8125rem] text-muted-foreground">
          <Spinner /> Checking this address…
        </p>
      )}
      {failure && (
        <Notice
          tone="info"
          title="This address could not be checked now"
          action={
            <Button variant="outline" size="sm" onClick={check.again}>
              Check again
            </Button>
          }
        >
          {failure} You can go on: it is checked again when you save.
        </Notice>
      )}
      {result && <Found result={result} {...rest} />}
    </div>
  );
}

type FoundProps = { result: Check } & Omit<Props, "check" | "className">;

function Found({ result, needsReason, mayOverride, wayOn = "Going on takes a reason, below." }: FoundProps) {
  const { usable, problem, account, lookAlikes } = result;
  if (!usable) return <Notice tone="warn">{problem}</Notice>;
  const goOn = mayOverride ? wayOn : "An admin can go on by giving a reason.";
  const said = sayDirectory(result.directory);
  return (
    <>
      {account && (
        <Notice tone="warn" title="There is already an account with this address">
          <PersonLink person={account} />
        </Notice>
      )}
      {!account && said && (
        <Notice tone={needsReason ? "warn" : "info"} title={said}>
          {needsReason ? goOn : "You can go on."}
        </Notice>
      )}
      {!account && !said && <Free directory={result.directory} />}
      {lookAlikes.length > 0 && <LookAlikes result={result} />}
    </>
  );
}

/** What is out of the ordinary about the directory's answer, in a sentence. */
function sayDirectory({ state, name = "The directory", outsideId, why }: Check["directory"]): ReactNode {
  if (state === "unavailable") return `${name} could not be asked: ${why ?? "it did not answer"}.`;
  if (state !== "known") return undefined;
  if (outsideId === undefined) return `${name} knows this address already.`;
  return (
    <>
      {name} knows this address already, as <UserText>{outsideId}</UserText>.
    </>
  );
}

function Free({ directory }: Pick<Check, "directory">) {
  return (
    <p className="flex gap-2 text-[0.8125rem]">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      <span>
        No account has this address
        {directory.state === "unknown" && `, and ${asInner(directory.name)} does not know it`}.
      </span>
    </p>
  );
}

function asInner(name = "the directory"): string {
  return name.replace(/^The /, "the ");
}

function LookAlikes({ result: { lookAlikes, alike, complete } }: { result: Check }) {
  const rest = alike - lookAlikes.length;
  return (
    <Notice
      tone="warn"
      title={alike === 1 ? "It looks like another address" : `It looks like ${alike} other addresses`}
    >
      <LookAlikeList lookAlikes={lookAlikes} />
      {rest > 0 && <p className="mt-1">And {rest} more.</p>}
      {!complete && (
        <p className="mt-1 text-[0.8125rem] text-muted-foreground">
          Only accounts with a similar spelling were looked through, not all of them.
        </p>
      )}
    </Notice>
  );
}

/** Whose address looks like another, each with why. */
export function LookAlikeList({ lookAlikes }: { lookAlikes: LookAlike[] }) {
  return (
    <ul className="grid gap-1.5">
      {lookAlikes.map((person) => (
        <li key={person.id}>
          <PersonLink person={person} />
          <span className="block text-[0.8125rem]">
            <UserText>{person.why}</UserText>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Opens beside the form, for what is typed there is nowhere else. */
function PersonLink({ person }: { person: Omit<LookAlike, "why"> }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        href={`/user?id=${person.id}`}
        prefetch={false}
        target="_blank"
        className="font-medium text-primary underline underline-offset-4"
      >
        <EmailText>{person.email}</EmailText>
        <span className="sr-only"> (opens in a new tab)</span>
      </Link>
      {person.name && <UserText>{person.name}</UserText>}
      <StatusBadge status={person.status} />
    </span>
  );
}
