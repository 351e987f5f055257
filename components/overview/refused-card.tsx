import { Card } from "#components/ui/card.tsx";
import { type Overview, refusedBy } from "#lib/client/overview.ts";
import { BarList } from "./bar-list.tsx";
import { DayColumns } from "./day-columns.tsx";
import { DayTable } from "./day-table.tsx";

const reasons = new Map([
  ["known", "A directory knows the address"],
  ["unavailable", "No directory could tell"],
  ["blocked", "The address cannot be used"],
]);

/** Sign-ups that were stopped, by day and by reason. */
export function RefusedCard({ overview }: { overview: Overview }) {
  const perDay = new Map(refusedBy(overview.refused, "day"));
  const columns = overview.signups.map(({ day }) => ({ day, count: perDay.get(day) ?? 0 }));
  const bars = refusedBy(overview.refused, "reason").map(([reason, count]) => ({
    key: reason,
    label: reasons.get(reason) ?? reason,
    count,
  }));
  return (
    <Card
      title="Refused sign-ups"
      aside={<span className="text-muted-foreground">the last {columns.length} days</span>}
    >
      {bars.length === 0 ? (
        <p className="text-muted-foreground">No sign-up was refused in these {columns.length} days.</p>
      ) : (
        <>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
            <DayColumns
              label="Refused sign-ups per day"
              columns={columns}
              words={["refusal", "refusals"]}
              tone="warn"
            />
            <BarList label="Refused sign-ups by reason" bars={bars} words={["refusal", "refusals"]} tone="warn" />
          </div>
          <DayTable caption="Refused sign-ups per day" columns={columns} />
        </>
      )}
      <p className="mt-3 text-[0.8125rem] text-muted-foreground">
        Whoever is refused gets no account, so there is no list of people behind these numbers.
      </p>
    </Card>
  );
}
