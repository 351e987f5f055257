import { Skeleton } from "#components/ui/skeleton.tsx";

const figures = ["users", "in review", "sign-ups", "refused"];
const columns = ["h-1/3", "h-1/2", "h-1/4", "h-2/3", "h-2/5", "h-full", "h-3/5", "h-1/5", "h-3/4", "h-4/5"];

/** The page's shape, before its numbers are there. */
export function OverviewSkeleton() {
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">Loading the numbers…</span>
      <div aria-hidden className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {figures.map((name) => (
          <div key={name} className="grid gap-3 rounded-xl border border-border bg-card p-4">
            <Skeleton className="w-20" />
            <Skeleton className="h-6 w-12" />
          </div>
        ))}
      </div>
      <div aria-hidden className="flex h-64 items-end gap-2 rounded-xl border border-border bg-card p-5">
        {columns.map((height) => (
          <span key={height} className={`flex-1 rounded bg-muted motion-safe:animate-pulse ${height}`} />
        ))}
      </div>
    </div>
  );
}
