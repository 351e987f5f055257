import { type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

interface Props {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Makes the heading a place that links, menus and the palette can lead to: `goTo(id)` of go-to.ts. */
  anchor?: string;
}

/** A part of a page under a heading of its own. */
export function Card({ title, aside, children, className, anchor }: Props) {
  const own = useId();
  const id = anchor ?? own;
  return (
    <section aria-labelledby={id} className={cn("min-w-0 rounded-xl border border-border bg-card", className)}>
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 border-b border-border px-4 py-2 md:px-5">
        <h2
          id={id}
          tabIndex={anchor === undefined ? undefined : -1}
          className="scroll-mt-20 text-base font-semibold tracking-tight outline-none md:scroll-mt-6"
        >
          {title}
        </h2>
        {aside}
      </div>
      <div className="p-4 md:p-5">{children}</div>
    </section>
  );
}
