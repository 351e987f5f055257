"use client";

import { PageError } from "#components/shell/page-error.tsx";

export default function DeskErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return <PageError error={error} onAgain={reset} />;
}
