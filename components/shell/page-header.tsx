"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** True until the first page of this visit is shown: a fresh page keeps the focus where the browser puts it. */
let arriving = true;

interface Props {
  title: ReactNode;
  /** Beside the title, such as a count. */
  aside?: ReactNode;
  /** Above the title, such as the way back. */
  above?: ReactNode;
  action?: ReactNode;
  /** Under the title. */
  below?: ReactNode;
}

/** The head of a page. After going from page to page inside the desk the focus moves here, as it would on a new page. */
export function PageHeader({ title, aside, above, action, below }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!arriving) heading.current?.focus({ preventScroll: true });
    arriving = false;
  }, []);

  return (
    <header className="mb-5 grid gap-1">
      {above}
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h1
            ref={heading}
            tabIndex={-1}
            className="min-w-0 wrap-anywhere text-2xl font-semibold tracking-tight outline-none"
          >
            {title}
          </h1>
          {aside}
          {below && <div className="basis-full">{below}</div>}
        </div>
        {action}
      </div>
    </header>
  );
}
