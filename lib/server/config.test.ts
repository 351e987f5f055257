import { afterEach, describe, expect, it, vi } from "vitest";
import * as config from "./config.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the environment", () => {
  it("normalises the owners", () => {
    vi.stubEnv("DESK_OWNERS", " Owner@Example.com, ann@bücher.example ,");
    expect(config.owners()).toEqual(["owner@example.com", "ann@xn--bcher-kva.example"]);
  });

  it.each([undefined, "", " ", ",", "nobody", "owner@example.com, Ann <ann@x.io>"])(
    "S78 stops without owners it can use (%j) and names the variable, not its value",
    (value) => {
      vi.stubEnv("DESK_OWNERS", value);
      expect(() => config.owners()).toThrow(/DESK_OWNERS/);
      expect(() => config.owners()).not.toThrow(/nobody|ann@/);
    },
  );

  it("S78 stops at a short secret and names the variable, not its value", () => {
    vi.stubEnv("DESK_SECRET", "hunter2");
    expect(() => config.deskSecret()).toThrow("DESK_SECRET is shorter than 32 characters");
    expect(() => config.deskSecret()).not.toThrow(/hunter2/);
  });

  it("lets event functions do without a secret", () => {
    vi.stubEnv("DESK_SECRET", "");
    expect(config.deskSecretIfSet()).toBeUndefined();
  });

  it.each([
    "http://legacy.example/people?email={email}",
    "https://legacy.example/people",
    "https://legacy.example/{email}/{email}",
    "https://{email}/people",
    "https://user:pass@legacy.example/people?email={email}",
    "https://legacy.example/people#{email}",
    "file:///etc/{email}",
    "gopher://legacy.example/{email}",
    "http://169.254.169.254/{email}",
    "http://localhost.evil.example/{email}",
    "{email}",
  ])("S60 S64 refuses the directory address %s without repeating it", (url) => {
    vi.stubEnv("DESK_DIRECTORY_HTTP_URL", url);
    expect(() => config.httpDirectory()).toThrow(/DESK_DIRECTORY_HTTP_URL must be/);
    expect(() => config.httpDirectory()).not.toThrow(/legacy|169|user:/);
  });

  it("reads a directory with its header", () => {
    vi.stubEnv("DESK_DIRECTORY_HTTP_URL", "https://legacy.example/people?email={email}");
    vi.stubEnv("DESK_DIRECTORY_HTTP_HEADER", "X-Api-Key: a:b c");
    expect(config.httpDirectory()).toEqual({
      url: "https://legacy.example/people?email={email}",
      header: { name: "X-Api-Key", value: "a:b c" },
    });
  });

  it("refuses a header with a line break in it", () => {
    vi.stubEnv("DESK_DIRECTORY_HTTP_URL", "http://127.0.0.1:9/{email}");
    vi.stubEnv("DESK_DIRECTORY_HTTP_HEADER", "X-Api-Key: a\r\nHost: evil");
    expect(() => config.httpDirectory()).toThrow(/DESK_DIRECTORY_HTTP_HEADER/);
  });
});
