import { afterEach, describe, expect, it, vi } from "vitest";
import { log, redact } from "./log.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

function linesOf(write: () => void): string[] {
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  write();
  const lines = print.mock.calls.map(([line]) => String(line));
  print.mockRestore();
  return lines;
}

describe("the log", () => {
  it("S79 is one line of JSON, whatever a stranger typed", () => {
    const typed = 'a@b.c\r\n{"level":"info","event":"login"}\u2028\u0000';
    const [line = "", ...more] = linesOf(() => log("warn", "odd", { typed }, new Error(`bad address ${typed}`)));
    expect(more).toEqual([]);
    expect(line).not.toMatch(/[\r\n]/);
    expect(JSON.parse(line)).toMatchObject({ level: "warn", event: "odd" });
  });

  it("holds no address and no token", () => {
    vi.stubGlobal("netlifyIdentityContext", { url: "http://localhost/x", token: "CANARY-operator" });
    const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    const cause = new Error(`no answer for Ann.Müller+tag@bücher.example with Bearer ${jwt}`);
    const [line = ""] = linesOf(() =>
      log("error", "x", { message: "Ann <ann@x.io> CANARY-operator" }, new Error("outer", { cause })),
    );
    expect(line).not.toMatch(/@|CANARY|eyJ|ller/);
    expect(line).toContain("caused by");
  });

  it("keeps what is neither", () => {
    expect(redact("user 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed at /users")).toBe(
      "user 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed at /users",
    );
  });
});
