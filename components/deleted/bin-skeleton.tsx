import { Skeleton } from "#components/ui/skeleton.tsx";

/** Rows that are still on their way. */
export function BinSkeleton() {
  return (
    <div aria-hidden className="grid grid-cols-1">
      {["w-52", "w-64", "w-44", "w-60"].map((width) => (
        <div
          key={width}
          className="flex items-center justify-between gap-4 border-b border-border px-4 py-4 last:border-b-0"
        >
          <Skeleton className={width} />
          <Skeleton className="w-24" />
        </div>
      ))}
    </div>
  );
}
