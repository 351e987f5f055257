"use client";

import { UserText } from "#components/text/user-text.tsx";
import { siteUrl } from "#lib/client/base.ts";
import type { BulkResult } from "#lib/contract/bulk.ts";
import { type Outcome, outcomeWords } from "./bulk-words.ts";

const groups: Outcome[] = ["failed", "refused", "done", "unchanged"];

interface Props {
  results: ReadonlyMap<string, BulkResult>;
  /** Who is done has no page any more. */
  areGone?: boolean;
}

/** What became of each, by name; what has to be looked at is open from the start. */
export function BulkOutcomes({ results, areGone }: Props) {
  return (
    <div className="mt-4 grid gap-2">
      {groups.map((outcome) => {
        const found = [...results.values()].filter((result) => result.outcome === outcome);
        return (
          found.length > 0 && (
            <Group key={outcome} outcome={outcome} results={found} linksTo={areGone ? "audit" : "user"} />
          )
        );
      })}
    </div>
  );
}

interface GroupProps {
  outcome: Outcome;
  results: BulkResult[];
  linksTo: "user" | "audit";
}

function Group({ outcome, results, linksTo }: GroupProps) {
  const isKept = linksTo === "user" || outcome === "refused" || outcome === "failed";
  return (
    <details
      open={outcome === "failed" || outcome === "refused"}
      className="rounded-xl border border-border [&[open]>summary]:border-b"
    >
      <summary className="min-h-11 cursor-pointer border-border px-3 py-2.5 font-medium md:min-h-9 md:py-1.5">
        {outcomeWords[outcome]} ({results.length.toLocaleString("en-GB")})
      </summary>
      <ul className="max-h-60 overflow-y-auto px-3 py-1.5">
        {results.map(({ id, email, message, notices }) => (
          <li key={id} className="py-1.5 wrap-anywhere">
            <a
              href={siteUrl(isKept ? `/user?id=${id}` : `/audit?target=${id}`)}
              target="_blank"
              rel="noreferrer"
              className="font-medium hover:underline"
            >
              <UserText>{email ?? id}</UserText>
            </a>
            {[message, ...(notices ?? [])].filter(Boolean).map((text) => (
              <p key={text} className="text-[0.8125rem] text-muted-foreground">
                {text}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
