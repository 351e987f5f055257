import Link from "next/link";
import { numberOf, type Overview, refusedBy, usersLink, wholePeriod } from "#lib/client/overview.ts";

interface Figure {
  label: string;
  count: number;
  query?: Record<string, string>;
}

/** The numbers to know first. */
export function Figures({ overview }: { overview: Overview }) {
  const { people, inReview, signups, refused } = overview;
  const days = signups.length;
  const stopped = refusedBy(refused, "reason").reduce((sum, [, count]) => sum + count, 0);
  const figures: Figure[] = [
    { label: "Users", ...people },
    { label: "In review", ...inReview },
    { label: `Sign-ups in ${days} days`, ...wholePeriod(signups) },
    { label: `Refused in ${days} days`, count: stopped },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, count, query }) => (
        <li key={label} className="min-w-0 rounded-xl border border-border bg-card">
          {query && count > 0 ? (
            <Link
              href={usersLink(query)}
              prefetch={false}
              className="group block rounded-xl p-4 hover:bg-muted focus-visible:-outline-offset-2"
            >
              <Words label={label} count={count} />
            </Link>
          ) : (
            <div className="p-4">
              <Words label={label} count={count} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Words({ label, count }: Figure) {
  return (
    <>
      <span className="block text-[0.8125rem] text-muted-foreground group-hover:underline">{label}</span>{" "}
      <span className="block text-2xl font-semibold tracking-tight">{numberOf(count)}</span>
    </>
  );
}
