"use client";

import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useAccount } from "#lib/client/account.ts";
import { siteUrl } from "#lib/client/base.ts";
import { useSession } from "#lib/client/session.ts";
import { AccountPanel } from "./account-panel.tsx";
import { BrandMark } from "./brand.tsx";
import { ContextBanner } from "./context-banner.tsx";
import { Keyboard } from "./keyboard.tsx";
import { Navigation } from "./navigation.tsx";
import { SearchButton } from "./search-button.tsx";
import { SessionHold } from "./session-hold.tsx";
import { ToastRegion } from "./toast-region.tsx";

/** Rare, so it is not part of what every page loads. */
const NoDesk = lazy(() => import("./no-desk.tsx").then((module) => ({ default: module.NoDesk })));

/**
 * The shell around every page of the desk. Who may see what is settled by the functions behind the pages; here people
 * are only led to where they belong. Pages start loading at once instead of waiting for the session's answer.
 */
export function Desk({ children }: { children: ReactNode }) {
  const { error } = useSession();
  useWayOut();
  if (error?.code === "not_staff" || error?.code === "not_configured") {
    return (
      <Suspense>
        <NoDesk error={error} />
      </Suspense>
    );
  }
  return (
    <>
      <a href="#content" className={`${buttonClass()} fixed top-2 left-2 z-50 not-focus-visible:sr-only`}>
        Skip to content
      </a>
      <div className="flex min-h-dvh flex-col md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
        <TopBar />
        <Side />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          <ContextBanner />
          <div className="mx-auto w-full max-w-6xl px-4 pt-5 pb-16 md:px-8 md:pt-8">
            <SessionTrouble />
            {children}
          </div>
          <ToastRegion />
        </main>
      </div>
      <Keyboard />
      <SessionHold />
    </>
  );
}

/** Leads people without a session to the sign-in, and back afterwards. */
function useWayOut(): void {
  const account = useAccount();
  const { error } = useSession();
  const path = usePathname();
  const outside = account === null || error?.code === "unauthenticated";
  useEffect(() => {
    if (!outside) return;
    const next = encodeURIComponent(path + window.location.search);
    window.location.replace(siteUrl(`/?next=${next}`));
  }, [outside, path]);
}

function Brand() {
  return (
    <span className="flex items-center gap-2.5 font-semibold tracking-tight">
      <BrandMark className="size-7" />
      Identity Desk
    </span>
  );
}

function TopBar() {
  return (
    <header className="sticky top-0 z-20 flex items-center justify-between border-b border-border bg-sidebar px-4 py-1.5 md:hidden">
      <Brand />
      <div className="-mr-3 flex">
        <SearchButton brief />
        <Button variant="ghost" popoverTarget="menu">
          <Menu aria-hidden /> Menu
        </Button>
      </div>
    </header>
  );
}

/** At the side on a desktop, behind the menu button on a phone. */
function Side() {
  const path = usePathname();
  const side = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving on another page closes the menu
  useEffect(() => side.current?.hidePopover?.(), [path]);
  return (
    <aside
      ref={side}
      id="menu"
      aria-label="Desk"
      popover="auto"
      className="flex-col gap-4 border-border bg-sidebar p-3 text-foreground backdrop:bg-black/30 open:flex max-md:inset-x-3 max-md:top-16 max-md:bottom-auto max-md:h-auto max-md:w-auto max-md:rounded-2xl max-md:border max-md:shadow-xl md:sticky md:top-0 md:flex md:h-dvh md:border-r md:pt-5"
    >
      <div className="hidden px-3 pb-2 md:block">
        <Brand />
      </div>
      <SearchButton />
      <div className="flex-1">
        <Navigation />
      </div>
      <AccountPanel />
    </aside>
  );
}

/** The session could not be asked; what the page itself can show stays. */
function SessionTrouble() {
  const { data, error, mutate } = useSession();
  if (data || !error || error.code === "unauthenticated") return null;
  return (
    <Notice
      role="alert"
      tone="bad"
      title="The desk cannot tell what you may do here"
      className="mb-5"
      action={
        <Button variant="outline" size="sm" onClick={() => void mutate()}>
          Try again
        </Button>
      }
    >
      {error.message}
    </Notice>
  );
}
