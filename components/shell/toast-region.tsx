"use client";

import { lazy, Suspense } from "react";
import { useToasts } from "#lib/client/toasts.ts";

const Toaster = lazy(() => import("./toaster.tsx").then((module) => ({ default: module.Toaster })));

/**
 * Where toasts are said, at the lower edge of the page. It is part of the flow, so that at the end of a page nothing lies
 * under them, and it is there from the start, since screen readers only hear what changes in it.
 */
export function ToastRegion() {
  const toasts = useToasts();
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      aria-relevant="additions text"
      className="pointer-events-none sticky bottom-0 z-10 mt-auto"
    >
      {toasts.length > 0 && (
        <Suspense>
          <Toaster />
        </Suspense>
      )}
    </section>
  );
}
