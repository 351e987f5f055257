import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextPath } from "./next-path.ts";

describe("nextPath", () => {
  it.each(["/users", "/users?q=a%2Fb&page=2", "/user?id=1", "/", "/audit#top", "/users?q=a//b"])(
    "leads on to the page %s",
    (path) => {
      expect(nextPath(path)).toBe(path);
    },
  );

  it.each([
    null,
    "",
    "users",
    "//evil",
    "///evil",
    "/\\evil",
    "\\/evil",
    "https:evil",
    "https://evil",
    "javascript:alert(1)",
    "\r\n",
    "/\r\nSet-Cookie: a=b",
    "/\t/evil",
    "/%09/evil",
    "/%0d%0aevil",
    "/%2f/evil",
    "/%5Cevil",
    "/a\\..\\evil",
    " /users",
    "/\u0000",
  ])("S40 refuses %j", (path) => {
    expect(nextPath(path)).toBeUndefined();
  });

  it("S40 never leaves the site, whatever it is given", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const path = nextPath(`/${text}`);
        if (path !== undefined) expect(new URL(path, "https://desk.example/").origin).toBe("https://desk.example");
      }),
      { numRuns: 10_000 },
    ));
});
