"use client";

import { PageError } from "#components/shell/page-error.tsx";
import "./globals.css";

export default function GlobalError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something broke · Identity Desk</title>
        <PageError error={error} onAgain={reset} />
      </body>
    </html>
  );
}
