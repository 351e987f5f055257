import { describe, expect, it } from "vitest";
import { changeLines } from "./audit-changes.ts";
import { exactTime } from "./dates.ts";

describe("what an entry of the audit changed", () => {
  it("is roles that came, went and stayed", () => {
    expect(changeLines({ roles: ["a", "b"] }, { roles: ["b", "c"] })).toEqual([
      { name: "roles", kind: "list", kept: ["b"], removed: ["a"], added: ["c"] },
    ]);
  });

  it("is metadata by the path of each key; null is a key that is not there", () => {
    const before = { userMetadata: { plan: "free", company: { name: "Old", size: 3 }, gone: 1, fresh: null } };
    const after = { userMetadata: { plan: "paid", company: { name: "New", size: 3 }, gone: null, fresh: [1] } };
    expect(changeLines(before, after)).toEqual([
      { name: "user metadata › plan", kind: "value", was: "free", is: "paid" },
      { name: "user metadata › company › name", kind: "value", was: "Old", is: "New" },
      { name: "user metadata › gone", kind: "value", was: "1", is: undefined },
      { name: "user metadata › fresh", kind: "value", was: undefined, is: "[1]" },
    ]);
  });

  it("is the desk's status in words, with its end and the roles that wait", () => {
    const until = "2026-11-30T12:00:00Z";
    const desk = { status: "suspended", since: "2026-11-23T12:00:00Z", until, roles: ["editor"] };
    expect(changeLines({ roles: ["editor"], desk: null }, { roles: [], desk })).toEqual([
      { name: "roles", kind: "list", kept: [], removed: ["editor"], added: [] },
      { name: "status", kind: "value", was: "not barred", is: `suspended until ${exactTime(new Date(until))}` },
      { name: "roles kept for a restore", kind: "list", kept: [], removed: [], added: ["editor"] },
    ]);
    expect(changeLines({ desk: { status: "deleted" } }, { desk: null })).toEqual([
      { name: "status", kind: "value", was: "in the bin", is: "not barred" },
    ]);
  });

  it("is an address, old and new, and says what is empty", () => {
    expect(changeLines({ email: "a@x.io" }, { email: "b@x.io" })).toEqual([
      { name: "e-mail", kind: "value", was: "a@x.io", is: "b@x.io" },
    ]);
    expect(changeLines({ name: "" }, { name: "Zoë" })).toEqual([
      { name: "name", kind: "value", was: "empty", is: "Zoë" },
    ]);
  });

  it("is only facts where nothing was before", () => {
    expect(changeLines(undefined, { email: "a@x.io", roles: [], sure: true })).toEqual([
      { name: "e-mail", kind: "fact", texts: ["a@x.io"] },
      { name: "roles", kind: "fact", texts: ["none"] },
      { name: "sure", kind: "fact", texts: ["yes"] },
    ]);
  });

  it("takes keys and values of any shape as they are", () => {
    const hostile = "<img src=x onerror=alert(1)>";
    expect(
      changeLines({ userMetadata: { ["__proto__"]: { a: 1 } } }, { userMetadata: { [hostile]: hostile } }),
    ).toContainEqual({ name: `user metadata › ${hostile}`, kind: "value", was: undefined, is: hostile });
    expect(changeLines({ desk: ["odd"] }, { desk: { status: 7, until: "never", roles: "x" } })).toEqual([
      { name: "status", kind: "value", was: '["odd"]', is: "7" },
    ]);
  });
});
