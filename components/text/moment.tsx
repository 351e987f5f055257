"use client";

import { exactTime, parseTime, relativeTime } from "#lib/client/dates.ts";

interface Props {
  at: string | undefined;
  /** `swap` shows the exact time while the row around it (a `group`) has the pointer or the focus; `both` always. */
  exact: "swap" | "both";
}

/** A moment in words, and exactly. */
export function Moment({ at, exact }: Props) {
  const time = parseTime(at);
  if (!time) return <span className="text-muted-foreground">unknown</span>;
  const words = relativeTime(time, new Date());
  if (exact === "both") {
    return (
      <time dateTime={at}>
        {exactTime(time)} <span className="text-muted-foreground">({words})</span>
      </time>
    );
  }
  return (
    <time dateTime={at} title={exactTime(time)}>
      <span className="group-focus-within:hidden group-hover:hidden">{words}</span>
      <span className="hidden text-[0.8125rem] group-focus-within:inline group-hover:inline">{exactTime(time)}</span>
    </time>
  );
}
