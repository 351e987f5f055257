import { describe, expect, it } from "vitest";
import { byDay, parseTime, relativeTime } from "./dates.ts";

const now = new Date("2026-11-23T12:00:00Z");

describe("times", () => {
  it("R27 takes none, nonsense and Go's zero time for unknown", () => {
    for (const text of [undefined, "", "yesterday", "0001-01-01T00:00:00Z"]) expect(parseTime(text)).toBeUndefined();
    expect(parseTime("2024-02-29T23:59:60Z")).toBeUndefined();
    expect(parseTime("2024-02-29T23:59:59Z")).toBeInstanceOf(Date);
  });

  it.each([
    ["2026-11-23T11:59:40Z", "just now"],
    ["2026-11-23T12:00:30Z", "just now"],
    ["2026-11-23T11:55:00Z", "5 minutes ago"],
    ["2026-11-22T11:00:00Z", "yesterday"],
    ["2025-11-01T00:00:00Z", "last year"],
  ])("calls %s %s", (at, words) => {
    expect(relativeTime(new Date(at), now)).toBe(words);
  });

  it("puts entries under their days, in the order they came", () => {
    const entries = [{ at: "2026-11-23T10:00:00Z" }, { at: "2026-11-23T09:00:00Z" }, { at: "2026-11-20T09:00:00Z" }];
    const days = byDay(entries, now);
    expect(days.map((group) => [group.day, group.entries.length])).toEqual([
      ["Today", 2],
      ["20 Nov 2026", 1],
    ]);
  });
});
