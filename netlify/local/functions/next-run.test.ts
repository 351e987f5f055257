import { expect, it } from "vitest";
import { nextRun } from "./next-run.ts";

/** Thursday. */
const NOW = Date.parse("2026-01-01T10:30:20Z");

it.each([
  ["* * * * *", "2026-01-01T10:31:00.000Z"],
  ["@hourly", "2026-01-01T11:00:00.000Z"],
  ["@daily", "2026-01-02T00:00:00.000Z"],
  ["@weekly", "2026-01-04T00:00:00.000Z"],
  ["@monthly", "2026-02-01T00:00:00.000Z"],
  ["@yearly", "2027-01-01T00:00:00.000Z"],
  ["30 10 * * *", "2026-01-02T10:30:00.000Z"],
  ["*/20 * * * *", "2026-01-01T10:40:00.000Z"],
  ["15,45 9-17/4 * * *", "2026-01-01T13:15:00.000Z"],
  ["0 9 * * 1-5", "2026-01-02T09:00:00.000Z"],
  ["0 9 * * 7", "2026-01-04T09:00:00.000Z"],
  ["0 0 13 * 5", "2026-01-02T00:00:00.000Z"],
  ["0 0 29 2 *", "2028-02-29T00:00:00.000Z"],
])("knows when %s comes next", (schedule, expected) => {
  expect(nextRun(schedule, NOW)?.toISOString()).toBe(expected);
});

it.each(["", "* * * *", "60 * * * *", "0 0 0 * *", "*/0 * * * *", "0 9 * * mon", "0 0 31 2 *", "@soon"])(
  "says nothing about %j",
  (schedule) => expect(nextRun(schedule, NOW)).toBeUndefined(),
);
