"use client";

import { lazy } from "react";

// Once more on every page would be too much: the desk has its own, and app/global-error.tsx stands in for this one.
const PageError = lazy(() =>
  import("#components/shell/page-error.tsx").then((module) => ({ default: module.PageError })),
);

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return <PageError error={error} onAgain={reset} />;
}
