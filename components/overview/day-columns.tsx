"use client";

import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { dayName, numberOf, usersLink } from "#lib/client/overview.ts";

export interface Column {
  day: string;
  count: number;
  /** Of the list behind the number; without one the column leads nowhere. */
  query?: Record<string, string>;
}

interface Props {
  label: string;
  columns: readonly Column[];
  words: [one: string, many: string];
  tone?: "primary" | "warn";
}

/** A column for each day. The one with the pointer or the focus says its number above; the arrow keys move between days. */
export function DayColumns({ label, columns, words, tone = "primary" }: Props) {
  const [at, setAt] = useState<string>();
  const most = columns.reduce((top, column) => (column.count > top.count ? column : top), { day: "", count: 0 });
  const shown = columns.find(({ day }) => day === at);
  const text = ({ day, count }: Column) => `${dayName(day)}: ${numberOf(count)} ${count === 1 ? words[0] : words[1]}`;
  const entry = columns.findLast(({ count, query }) => query && count > 0)?.day;
  const tabbed = columns.some(({ day, count, query }) => day === at && query && count > 0) ? at : entry;
  return (
    <figure className="min-w-0">
      <figcaption aria-hidden className="mb-2 min-h-5 text-[0.8125rem] text-muted-foreground">
        {shown ? <b className="font-medium text-foreground">{text(shown)}</b> : `Most on ${text(most)}`}
      </figcaption>
      <Scroller wide={entry !== undefined && columns.length > 31}>
        <ul
          aria-label={entry ? `${label}; the arrow keys move between days` : label}
          className="flex h-36 border-b border-border md:h-44"
        >
          {columns.map((column) => (
            <li
              key={column.day}
              className="h-full min-w-0 flex-1 hover:bg-muted"
              onPointerEnter={() => setAt(column.day)}
              onPointerLeave={() => setAt(undefined)}
            >
              <ColumnLink
                column={column}
                name={text(column)}
                tabbed={column.day === tabbed}
                onFocus={() => setAt(column.day)}
              >
                <span
                  aria-hidden
                  className={cn(
                    "block w-full rounded-t-xs",
                    tone === "warn" ? "bg-warn" : "bg-primary",
                    column.count > 0 && "min-h-1",
                  )}
                  style={{ height: `${(100 * column.count) / Math.max(1, most.count)}%` }}
                />
              </ColumnLink>
            </li>
          ))}
        </ul>
        <Axis days={columns.map(({ day }) => day)} />
      </Scroller>
    </figure>
  );
}

const toEnd = (element: HTMLElement | null) => element?.scrollTo({ left: element.scrollWidth });

/** Ninety columns are too thin to press on a phone, so there they scroll, and begin with the newest. */
function Scroller({ wide, children }: { wide: boolean; children: ReactNode }) {
  if (!wide) return children;
  return (
    <div ref={toEnd} className="relative overflow-x-auto">
      <div className="min-w-180">{children}</div>
    </div>
  );
}

interface LinkProps {
  column: Column;
  name: string;
  tabbed: boolean;
  onFocus: () => void;
  children: ReactNode;
}

function ColumnLink({ column, name, tabbed, onFocus, children }: LinkProps) {
  const box = "flex h-full items-end px-px";
  if (!column.query || column.count === 0) {
    return (
      <span className={box}>
        <span className="sr-only">{name}</span>
        {children}
      </span>
    );
  }
  return (
    <Link
      href={usersLink(column.query)}
      prefetch={false}
      aria-label={name}
      tabIndex={tabbed ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={moveBetween}
      className={cn(box, "focus-visible:-outline-offset-2")}
    >
      {children}
    </Link>
  );
}

function Axis({ days }: { days: readonly string[] }) {
  const marks = [days[0], days[Math.floor(days.length / 2)], days.at(-1)];
  return (
    <div aria-hidden className="mt-1 flex justify-between gap-2 text-[0.75rem] text-muted-foreground">
      {marks.map((day) => day && <span key={day}>{dayName(day)}</span>)}
    </div>
  );
}

/** One stop for Tab, however many days there are. */
function moveBetween(event: KeyboardEvent<HTMLElement>): void {
  const links = [...(event.currentTarget.closest("ul")?.querySelectorAll("a") ?? [])];
  const here = links.findIndex((link) => link.isSameNode(event.currentTarget));
  const targets: Record<string, number> = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: links.length - 1 };
  const target = targets[event.key];
  if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  links[Math.min(Math.max(target, 0), links.length - 1)]?.focus();
}
