import { describe, expect, it } from "vitest";
import { type AskPart, collect, nothingYet } from "./collect.ts";

const shared = { columns: ["id" as const], format: "csv" as const, batch: "0".repeat(32) };

/** Pages of a list that changes after each, as Identity's do. */
function pagesOf(people: string[], perPage: number, afterPage: (page: number) => void): AskPart {
  return async ({ cursor }) => {
    const page = cursor?.page ?? 1;
    const rows = people.slice((page - 1) * perPage, page * perPage).map((id) => ({ id }));
    const more = page * perPage < people.length;
    const answer = {
      rows,
      total: people.length,
      asOf: "2026-11-23T00:00:00Z",
      ...(more && { next: { page: page + 1, perPage } }),
    };
    afterPage(page);
    return answer;
  };
}
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

describe("collect", () => {
  it("R34 misses nobody who stays while others are deleted, and nobody twice", async () => {
    const list = people(25);
    const so = nothingYet();
    let deleted = false;
    const ask = pagesOf(list, 10, () => {
      if (!deleted) list.splice(0, 5);
      deleted = true;
    });
    await collect(so, { scope: { q: "" }, shared, ask, onPart: () => true });
    for (const id of list) expect(so.rows.has(id)).toBe(true);
  });

  it("R34 takes in who is added meanwhile", async () => {
    const list = people(15);
    const so = nothingYet();
    const ask = pagesOf(list, 10, (page) => page === 1 && list.push("late"));
    await collect(so, { scope: { q: "" }, shared, ask, onPart: () => true });
    expect(so.rows.size).toBe(16);
  });

  it("goes on where it broke off, and stops when told", async () => {
    const list = people(30);
    const so = nothingYet();
    const asked: number[] = [];
    let broken = true;
    const pages = pagesOf(list, 10, () => {});
    const ask: AskPart = async (body) => {
      asked.push(body.cursor?.page ?? 1);
      if (body.cursor?.page === 2 && broken) throw new Error("no network");
      return pages(body);
    };
    const run = { scope: { q: "" }, shared, ask };
    await expect(collect(so, { ...run, onPart: () => true })).rejects.toThrow("no network");
    broken = false;
    expect(await collect(so, { ...run, onPart: () => false })).toBe(false);
    expect(await collect(so, { ...run, onPart: () => true })).toBe(true);
    expect(asked).toEqual([1, 2, 2, 3]);
    expect(so.rows.size).toBe(30);
  });
});
