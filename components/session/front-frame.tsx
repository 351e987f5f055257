"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { BrandMark } from "#components/shell/brand.tsx";
import { ThemeSwitch } from "#components/shell/theme-switch.tsx";
import { cn } from "#components/ui/class-names.ts";

const widths = { narrow: "max-w-sm md:max-w-md", medium: "max-w-2xl", wide: "max-w-5xl" };

interface Props {
  children: ReactNode;
  /** Whose page it is: the desk's, for staff, or the site's own, for its users. */
  brand?: "desk" | "site";
  width?: keyof typeof widths;
}

/** The frame of every page outside the desk's shell. */
export function FrontFrame({ children, brand = "desk", width = "narrow" }: Props) {
  return (
    <div className="flex min-h-dvh flex-col px-4">
      <header className="mx-auto flex min-h-16 w-full max-w-5xl items-center justify-between">
        {brand === "desk" ? (
          <span className="flex items-center gap-2.5 font-semibold tracking-tight">
            <BrandMark className="size-7" />
            Identity Desk
          </span>
        ) : (
          <SiteName />
        )}
        <ThemeSwitch />
      </header>
      <main className={`mx-auto grid w-full flex-1 content-center pt-4 pb-24 ${widths[width]}`}>
        <div
          className={cn(
            width === "narrow" && "md:rounded-2xl md:border md:border-border md:bg-card md:p-8 md:shadow-sm",
          )}
        >
          {children}
        </div>
      </main>
    </div>
  );
}

/** The site's address: the one name of it that is always right. */
function SiteName() {
  const host = useSyncExternalStore(
    () => () => {},
    () => window.location.host,
    () => "",
  );
  return <span className="min-w-0 truncate text-base font-semibold tracking-tight">{host}</span>;
}
