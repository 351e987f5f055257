"use client";

import { useEffect, useRef } from "react";
import { isOutdatedPage } from "#lib/client/outdated-page.ts";

interface Props {
  error: Error;
  /** Renders the broken part once more. */
  onAgain: () => void;
}

const button = "min-h-11 cursor-pointer rounded-lg border border-input bg-card px-4 font-medium hover:bg-muted";

/**
 * Stands where a page broke. After a deploy its code may be gone from the server: then only a reload helps. Part of
 * every page's first load, so it uses none of our other parts.
 */
export function PageError({ error, onAgain }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const outdated = isOutdatedPage(error);
  return (
    <div role="alert" className="mx-auto grid max-w-md gap-4 px-4 py-24">
      <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
        {outdated ? "There is a newer version" : "This page broke"}
      </h1>
      <p className="text-muted-foreground">
        {outdated
          ? "The desk was updated, or the connection was lost, while this page was open. Reload it; the search and the page you were on stay."
          : "That is our fault, not yours. Try once more; if it breaks again, reload the page and tell whoever runs this desk."}
      </p>
      {!outdated && (
        <p className="wrap-anywhere rounded-lg bg-muted p-3 font-mono text-[0.8125rem]">
          {error.message.slice(0, 200)}
        </p>
      )}
      <div className="flex gap-2">
        {!outdated && (
          <button type="button" className={button} onClick={onAgain}>
            Try again
          </button>
        )}
        <button type="button" className={button} onClick={() => window.location.reload()}>
          Reload the page
        </button>
      </div>
    </div>
  );
}
