import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { numberOf, usersLink } from "#lib/client/overview.ts";

interface Bar {
  key: string;
  label: ReactNode;
  count: number;
  /** Of the list behind the number; without one the bar leads nowhere. */
  query?: Record<string, string>;
}

interface Props {
  label: string;
  bars: readonly Bar[];
  /** What is counted: one and several of it, for who hears the number. */
  words: [one: string, many: string];
  tone?: "primary" | "warn";
}

/** Numbers beside each other as bars, the longest for the most. Each leads to the list of whom it counts. */
export function BarList({ label, bars, words, tone = "primary" }: Props) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ul aria-label={label} className="-mx-2 grid gap-0.5">
      {bars.map(({ key, query, ...bar }) => (
        <li key={key}>
          {query && bar.count > 0 ? (
            <Link
              href={usersLink(query)}
              prefetch={false}
              className="group block rounded-lg px-2 py-1.5 hover:bg-muted focus-visible:-outline-offset-2"
            >
              <Row {...bar} most={most} words={words} tone={tone} />
            </Link>
          ) : (
            <div className="px-2 py-1.5">
              <Row {...bar} most={most} words={words} tone={tone} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  label: ReactNode;
  count: number;
  most: number;
  words: [one: string, many: string];
  tone: "primary" | "warn";
}

function Row({ label, count, most, words, tone }: RowProps) {
  return (
    <>
      <span className="flex min-h-6 items-center justify-between gap-3">
        <span className={cn("min-w-0 wrap-anywhere group-hover:underline", count === 0 && "text-muted-foreground")}>
          {label}
        </span>{" "}
        <span className={cn("shrink-0", count === 0 ? "text-muted-foreground" : "font-medium")}>
          {numberOf(count)}
          <span className="sr-only"> {count === 1 ? words[0] : words[1]}</span>
        </span>
      </span>
      <span aria-hidden className="mt-1 block h-2 overflow-hidden rounded-full bg-muted group-hover:bg-border">
        <span
          className={cn(
            "block h-full rounded-full",
            tone === "warn" ? "bg-warn" : "bg-primary",
            count > 0 && "min-w-1",
          )}
          style={{ width: `${(100 * count) / most}%` }}
        />
      </span>
    </>
  );
}
