import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["w-52", "w-44", "w-60", "w-48", "w-56", "w-40", "w-52", "w-60", "w-44", "w-56"];

/** The list while its first page is on the way: the same rows, without people. */
export function UserTableSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading users…</span>
      <div aria-hidden className="hidden border-b border-border px-4 py-2.5 text-[0.8125rem] lg:block">
        &nbsp;
      </div>
      {rows.map((width, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without people have no other identity
          key={index}
          className="flex items-center gap-6 border-b border-border px-4 py-[0.9375rem] last:border-b-0 max-lg:flex-wrap max-lg:gap-2.5"
        >
          <Skeleton className={`${width} max-w-full`} />
          <Skeleton className="hidden w-28 lg:block" />
          <Skeleton className="w-20" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  );
}
