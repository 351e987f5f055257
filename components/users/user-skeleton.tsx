import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { BackToUsers } from "./back-to-users.tsx";

export function UserSkeleton() {
  return (
    <div role="status">
      <PageHeader title={<span className="sr-only">Loading user…</span>} above={<BackToUsers />} />
      <div aria-hidden className="-mt-12 mb-8">
        <Skeleton className="h-7 w-64 max-w-full" />
      </div>
      <div aria-hidden className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {["h-72", "h-96"].map((height) => (
          <div
            key={height}
            className={`grid content-start gap-4 rounded-xl border border-border bg-card p-5 ${height}`}
          >
            <Skeleton className="w-24" />
            <Skeleton className="w-full" />
            <Skeleton className="w-3/4" />
            <Skeleton className="w-1/2" />
          </div>
        ))}
      </div>
    </div>
  );
}
