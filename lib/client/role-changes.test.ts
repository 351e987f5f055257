import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChange, isSame, roleChange } from "./role-changes.ts";

const roles = fc.uniqueArray(fc.constantFrom("member", "editor", "billing", "desk:viewer"));

describe("changes of roles", () => {
  it("carries a change over to what somebody else made of the roles meanwhile", () => {
    const mine = roleChange(["member"], ["member", "editor"]);
    expect(applyChange(["member", "billing"], mine)).toEqual(["member", "billing", "editor"]);
    expect(applyChange([], mine)).toEqual(["editor"]);
  });

  it("R13 keeps both people's changes where they do not touch", () =>
    fc.assert(
      fc.property(roles, roles, roles, (base, mine, theirs) => {
        const merged = applyChange(theirs, roleChange(base, mine));
        const { added, removed } = roleChange(base, mine);
        for (const role of added) expect(merged).toContain(role);
        for (const role of removed) expect(merged).not.toContain(role);
        const untouched = theirs.filter((role) => !removed.includes(role));
        for (const role of untouched) expect(merged).toContain(role);
      }),
    ));

  it("does not mind the order", () => {
    expect(isSame(["a", "b"], ["b", "a"])).toBe(true);
    expect(isSame(["a"], ["a", "b"])).toBe(false);
  });
});
