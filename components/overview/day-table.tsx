import Link from "next/link";
import { dayName, numberOf, usersLink } from "#lib/client/overview.ts";
import type { Column } from "./day-columns.tsx";

/** The columns as a table, newest first: for who hears them, and for fingers. */
export function DayTable({ caption, columns }: { caption: string; columns: readonly Column[] }) {
  const days = columns.filter(({ count }) => count > 0).reverse();
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-11 cursor-pointer items-center font-medium text-primary underline-offset-4 hover:underline md:min-h-8">
        Show as a table
      </summary>
      <table className="mt-1 w-full max-w-sm text-left">
        <caption className="pb-1 text-left text-[0.8125rem] text-muted-foreground">
          {caption}. Days that are not listed had none.
        </caption>
        <thead className="text-[0.8125rem] text-muted-foreground">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Day
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Number
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, count, query }) => (
            <tr key={day} className="border-t border-border">
              <th scope="row" className="font-normal">
                {query ? (
                  <Link
                    href={usersLink(query)}
                    prefetch={false}
                    className="inline-flex min-h-11 items-center text-primary underline-offset-4 hover:underline md:min-h-8"
                  >
                    {dayName(day)}
                  </Link>
                ) : (
                  <span className="inline-flex min-h-8 items-center">{dayName(day)}</span>
                )}
              </th>
              <td className="text-right">{numberOf(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
