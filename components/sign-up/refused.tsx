"use client";

import { useEffect, useRef } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import type { Refusal } from "#lib/client/sign-up.ts";

/** Why this site refused, and the way on: what the widget reports as "Failed to handle signup webhook". */
export function Refused({ refusal, onAgain }: { refusal: Refusal; onAgain: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { title, message, next } = refusal;
  return (
    <div role="alert" className="grid gap-4 rounded-2xl border-2 border-warn bg-card p-6">
      <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        <UserText>{title}</UserText>
      </h2>
      <p className="wrap-anywhere">
        <UserText>{message}</UserText>
      </p>
      <div className="flex flex-wrap gap-2">
        {next && isLink(next.href) && (
          <a href={next.href} className={buttonClass()}>
            <UserText>{next.label}</UserText>
          </a>
        )}
        <Button variant="outline" onClick={onAgain}>
          Use another address
        </Button>
      </div>
    </div>
  );
}

/** A page of this site, a page elsewhere, or a mail; nothing that runs. */
function isLink(href: string): boolean {
  return /^(\/(?![/\\])|https:\/\/|mailto:)/.test(href);
}
