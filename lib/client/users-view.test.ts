import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserStatus } from "#lib/contract/users.ts";
import {
  columnNames,
  columnsOf,
  type Filters,
  isFiltered,
  noFilters,
  parseUsersView,
  printUsersView,
  type Sort,
  type UsersView,
  usualView,
} from "./users-view.ts";

const parse = (text: string) => parseUsersView(new URLSearchParams(text));

const name = fc.string({ minLength: 1, unit: "grapheme" }).map((text) => text.trim() || "x");
const names = fc.uniqueArray(name, { maxLength: 4 });
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const maybeDay = fc.oneof(fc.constant(""), day);

const filters: fc.Arbitrary<Filters> = fc.record({
  status: fc.subarray(UserStatus.options),
  role: names,
  provider: names,
  createdFrom: maybeDay,
  createdTo: maybeDay,
  seenFrom: maybeDay,
  seenTo: maybeDay,
  pendingEmail: fc.boolean(),
});

const view: fc.Arbitrary<UsersView> = fc.record({
  q: fc.string({ unit: "grapheme" }),
  page: fc.integer({ min: 1, max: 999_999_999 }),
  filters,
  sort: fc.constantFrom<Sort>(...columnNames, ...columnNames.map((column): Sort => `-${column}`)),
  columns: fc.shuffledSubarray([...columnNames]).map(columnsOf),
});

describe("the state of the users list in the address", () => {
  it("is empty for the first page of everyone", () => {
    expect(printUsersView(usualView)).toBe("");
    expect(parse("")).toEqual(usualView);
  });

  it("comes back as it went in", () =>
    fc.assert(
      fc.property(view, (shown) => {
        expect(parse(printUsersView(shown))).toEqual(shown);
      }),
    ));

  it("takes the first page for everything that is no page number", () => {
    for (const page of ["0", "-1", "1.5", "abc", "1e3", "", "01", "99999999999"]) {
      expect(parse(`page=${page}`).page).toBe(1);
    }
  });

  it("passes over what it does not know, whatever somebody typed", async () => {
    await fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(noFilters), "sort", "columns"), fc.string()),
        (typed) => {
          const shown = parse(new URLSearchParams(typed).toString());
          expect(parse(printUsersView(shown))).toEqual(shown);
        },
      ),
    );
    expect(parse("status=active,asleep&createdFrom=2026-02-30&seenTo=soon&sort=password&columns=hash")).toEqual({
      ...usualView,
      filters: { ...noFilters, status: ["active"] },
      columns: ["email"],
    });
  });

  it("takes a list with commas and a name given twice for the same", () => {
    expect(parse("role=member,editor")).toEqual(parse("role=member&role=editor&role=member"));
  });

  it("shows the browser's own columns where the address names none", () => {
    const own = parseUsersView(new URLSearchParams("q=a"), ["email", "lastSeen"]);
    expect(own.columns).toEqual(["email", "lastSeen"]);
    expect(printUsersView(own)).toBe("?q=a&columns=email%2ClastSeen");
  });

  it("counts a search as no filter", () => {
    expect(isFiltered({ filters: noFilters })).toBe(false);
    expect(isFiltered({ filters: { ...noFilters, pendingEmail: true } })).toBe(true);
  });
});
