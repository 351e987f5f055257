import { ChevronLeft } from "lucide-react";
import Link from "next/link";

/** The way back, above the title of a page below the list. */
export function BackToUsers() {
  return (
    <Link
      href="/users"
      prefetch={false}
      className="-ml-1 inline-flex min-h-11 items-center gap-1 justify-self-start text-muted-foreground hover:text-foreground md:min-h-6"
    >
      <ChevronLeft aria-hidden className="size-4" />
      Users
    </Link>
  );
}
