import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { type Overview, type Period, periods, wholePeriod } from "#lib/client/overview.ts";
import { DayColumns } from "./day-columns.tsx";
import { DayTable } from "./day-table.tsx";

interface Props {
  signups: Overview["signups"];
  period: Period;
  onPeriod: (period: Period) => void;
}

/** How many accounts were made each day. */
export function SignUpsCard({ signups, period, onPeriod }: Props) {
  return (
    <Card title="Sign-ups per day" aside={<PeriodChoice period={period} onPeriod={onPeriod} />}>
      {wholePeriod(signups).count === 0 ? (
        <p className="text-muted-foreground">Nobody signed up in these {signups.length} days.</p>
      ) : (
        <>
          <DayColumns label="Sign-ups per day" columns={signups} words={["sign-up", "sign-ups"]} />
          <DayTable caption="Sign-ups per day" columns={signups} />
        </>
      )}
      <p className="mt-3 text-[0.8125rem] text-muted-foreground">
        Every account that was made, also those staff made or invited. Days are days of UTC.
      </p>
    </Card>
  );
}

function PeriodChoice({ period, onPeriod }: Omit<Props, "signups">) {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Days shown</legend>
      {periods.map((days) => (
        <Button
          key={days}
          size="sm"
          variant={days === period ? "outline" : "ghost"}
          aria-pressed={days === period}
          onClick={() => onPeriod(days)}
        >
          {days} days
        </Button>
      ))}
    </fieldset>
  );
}
