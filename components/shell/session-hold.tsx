"use client";

import { lazy, Suspense, useEffect } from "react";
import { useHold } from "#lib/client/account.ts";

const load = () => import("./hold-dialog.tsx").then((module) => ({ default: module.HoldDialog }));
const HoldDialog = lazy(load);

/** Holds a page whose session is gone, or whose account is another one by now, without touching what stands on it. */
export function SessionHold() {
  const hold = useHold();
  useLoadedAtWork();
  if (hold === "kept") return null;
  return (
    <Suspense>
      <HoldDialog hold={hold} />
    </Suspense>
  );
}

/** With the first key or touch there is work to lose: then the dialog is fetched, before a new deploy can take it away. */
function useLoadedAtWork(): void {
  useEffect(() => {
    const begun = new AbortController();
    const fetchIt = () => {
      begun.abort();
      // A failure now is no trouble yet: where the dialog is needed, it is fetched again.
      void load().catch(() => undefined);
    };
    for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, fetchIt, { signal: begun.signal });
    return () => begun.abort();
  }, []);
}
