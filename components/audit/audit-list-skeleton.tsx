import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["w-3/4", "w-1/2", "w-2/3", "w-3/5"];

export function AuditListSkeleton() {
  return (
    <div role="status" className="grid gap-6 py-1">
      <span className="sr-only">Loading entries…</span>
      {rows.map((width) => (
        <div key={width} aria-hidden className="grid gap-2.5">
          <Skeleton className={width} />
          <Skeleton className="w-40" />
        </div>
      ))}
    </div>
  );
}
