import { describe, expect, it } from "vitest";
import { dayName, refusedBy, usersLink, wholePeriod } from "./overview.ts";

describe("a number's link", () => {
  it("leads to the list in the form of its address", () => {
    expect(usersLink({})).toBe("/users");
    expect(usersLink({ role: "a\\,b & c" })).toBe("/users?role=a%5C%2Cb+%26+c");
  });

  it("of a whole period reaches from the first day to the last", () => {
    const signups = ["2026-01-30", "2026-01-31", "2026-02-01"].map((day, count) => ({ day, count, query: {} }));
    expect(wholePeriod(signups)).toEqual({ count: 3, query: { createdFrom: "2026-01-30", createdTo: "2026-02-01" } });
  });
});

it("names a day of UTC by its date, in every time zone", () => {
  expect(dayName("2026-01-31")).toBe("31 Jan 2026");
});

it("sums what was refused by day in the calendar's order, by reason with the most first", () => {
  const refused = [
    { day: "2026-02-01", reason: "known", count: 1 },
    { day: "2026-01-31", reason: "blocked", count: 1 },
    { day: "2026-01-31", reason: "known", count: 2 },
  ];
  expect(refusedBy(refused, "day")).toEqual([
    ["2026-01-31", 3],
    ["2026-02-01", 1],
  ]);
  expect(refusedBy(refused, "reason")).toEqual([
    ["known", 3],
    ["blocked", 1],
  ]);
});
