import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUsersView, printUsersView } from "./url-state.ts";

const parse = (text: string) => parseUsersView(new URLSearchParams(text));

describe("the state of the users list in the address", () => {
  it("is empty for the first page of everyone", () => {
    expect(printUsersView({ q: "", page: 1 })).toBe("");
    expect(parse("")).toEqual({ q: "", page: 1 });
  });

  it("takes the first page for everything that is no page number", () => {
    for (const page of ["0", "-1", "1.5", "abc", "1e3", "", "01", "99999999999"]) {
      expect(parse(`page=${page}`).page).toBe(1);
    }
  });

  it("comes back as it went in", () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 999_999_999 }), (q, page) => {
        expect(parse(printUsersView({ q, page }))).toEqual({ q, page });
      }),
    ));
});
