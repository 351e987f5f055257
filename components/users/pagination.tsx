"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { siteUrl } from "#lib/client/base.ts";

interface Props {
  page: number;
  total: number;
  perPage: number;
  /** Where a page is, below the desk. */
  hrefOf: (page: number) => string;
  onPage: (page: number) => void;
}

/** Where in the list we are, and the neighbouring pages. */
export function Pagination({ page, total, perPage, hrefOf, onPage }: Props) {
  const pages = Math.max(1, Math.ceil(total / perPage));
  if (pages === 1 || page > pages) return null;
  const first = (page - 1) * perPage + 1;
  const number = (value: number) => value.toLocaleString("en-GB");
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted-foreground">
        {number(first)}–{number(Math.min(first + perPage - 1, total))} of {number(total)}
      </p>
      <div className="flex items-center gap-2">
        <PageLink href={hrefOf(page - 1)} exists={page > 1} onFollow={() => onPage(page - 1)}>
          <ChevronLeft aria-hidden /> Previous<span className="sr-only"> page</span>
        </PageLink>
        <span className="px-1">
          Page {number(page)} of {number(pages)}
        </span>
        <PageLink href={hrefOf(page + 1)} exists={page < pages} onFollow={() => onPage(page + 1)}>
          Next<span className="sr-only"> page</span> <ChevronRight aria-hidden />
        </PageLink>
      </div>
    </nav>
  );
}

interface LinkProps {
  href: string;
  exists: boolean;
  onFollow: () => void;
  children: ReactNode;
}

/** A real link, so that it opens in a new tab; a plain click stays on the page. */
function PageLink({ href, exists, onFollow, children }: LinkProps) {
  const looks = buttonClass({ variant: "outline", size: "sm" });
  if (!exists) {
    return (
      // biome-ignore lint/a11y/useValidAnchor: a link that leads nowhere for now keeps its place and says so
      <a role="link" aria-disabled="true" className={looks}>
        {children}
      </a>
    );
  }
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onFollow();
    window.scrollTo(0, 0);
  };
  return (
    <a href={siteUrl(href)} onClick={onClick} className={looks}>
      {children}
    </a>
  );
}
