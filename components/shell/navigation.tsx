"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";
import { pages } from "./pages.ts";

export function Navigation() {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {pages.map(({ href, label, Icon, holds }) => {
          const here = path === href || holds.includes(path);
          return (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                aria-current={path === href ? "page" : here || undefined}
                className={cn(
                  "flex min-h-11 items-center gap-3 rounded-lg px-3 font-medium md:min-h-9",
                  here
                    ? "bg-primary-soft text-foreground"
                    : "text-muted-foreground hover:bg-muted hover:text-foreground",
                )}
              >
                <Icon aria-hidden className={cn("size-4", here && "text-primary")} />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
