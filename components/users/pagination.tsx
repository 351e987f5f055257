"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { siteUrl } from "#lib/client/base.ts";
import { printUsersView, type UsersView } from "#lib/client/users-view.ts";

interface Props {
  view: UsersView;
  total: number;
  perPage: number;
  onView: (view: UsersView, entry: "push") => void;
}

/** Where in the list we are, and the neighbouring pages. */
export function Pagination({ view, total, perPage, onView }: Props) {
  const pages = Math.max(1, Math.ceil(total / perPage));
  if (pages === 1 || view.page > pages) return null;
  const first = (view.page - 1) * perPage + 1;
  const number = (value: number) => value.toLocaleString("en-GB");
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted-foreground">
        {number(first)}–{number(Math.min(first + perPage - 1, total))} of {number(total)}
      </p>
      <div className="flex items-center gap-2">
        <PageLink view={{ ...view, page: view.page - 1 }} exists={view.page > 1} onView={onView}>
          <ChevronLeft aria-hidden /> Previous<span className="sr-only"> page</span>
        </PageLink>
        <span className="px-1">
          Page {number(view.page)} of {number(pages)}
        </span>
        <PageLink view={{ ...view, page: view.page + 1 }} exists={view.page < pages} onView={onView}>
          Next<span className="sr-only"> page</span> <ChevronRight aria-hidden />
        </PageLink>
      </div>
    </nav>
  );
}

interface LinkProps {
  view: UsersView;
  exists: boolean;
  onView: Props["onView"];
  children: ReactNode;
}

/** A real link, so that it opens in a new tab; a plain click stays on the page. */
function PageLink({ view, exists, onView, children }: LinkProps) {
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
    onView(view, "push");
    window.scrollTo(0, 0);
  };
  return (
    <a href={siteUrl(`/users${printUsersView(view)}`)} onClick={onClick} className={looks}>
      {children}
    </a>
  );
}
