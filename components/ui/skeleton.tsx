import { cn } from "./class-names.ts";

/** A grey bar where text will be. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-3.5 motion-safe:animate-pulse rounded bg-muted", className)} />;
}
