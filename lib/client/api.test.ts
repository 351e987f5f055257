import { describe, expect, it } from "vitest";
import { address } from "./api.ts";

describe("address", () => {
  it("fills in parameters and leaves out what was not asked", () => {
    expect(address({ path: "/users/:id/roles" }, { params: { id: "a-b" } })).toBe("/api/users/a-b/roles");
    expect(address({ path: "/users" }, { query: { q: "", page: "2", sort: undefined } })).toBe("/api/users?page=2");
  });

  it("S27 keeps a parameter inside its place", () => {
    expect(address({ path: "/users/:id" }, { params: { id: "../../settings?x#y" } })).toBe(
      "/api/users/..%2F..%2Fsettings%3Fx%23y",
    );
  });

  it("encodes what somebody searched for", () => {
    expect(address({ path: "/users" }, { query: { q: "a&b=c +ü" } })).toBe("/api/users?q=a%26b%3Dc+%2B%C3%BC");
  });
});
