import { ChevronLeft } from "lucide-react";
import Link from "next/link";

/** The way back to a list, above the title of a page below it. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="-ml-1 inline-flex min-h-11 items-center gap-1 justify-self-start text-muted-foreground hover:text-foreground md:min-h-6"
    >
      <ChevronLeft aria-hidden className="size-4" />
      {children}
    </Link>
  );
}
