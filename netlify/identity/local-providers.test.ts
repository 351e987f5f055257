import { describe, expect, it } from "vitest";
import { readFlags } from "./flags.ts";
import { withLocalProviders } from "./local-providers.ts";

describe("providers that the stand-in plays", () => {
  it("are given what they lack, and keep what is set, be it empty", () => {
    const own = { GOTRUE_EXTERNAL_GITHUB_SECRET: "mine", GOTRUE_EXTERNAL_GITHUB_CLIENT_ID: "", OTHER: "kept" };
    expect(withLocalProviders(own, ["github"], "http://localhost:9999")).toEqual({
      GOTRUE_EXTERNAL_GITHUB_ENABLED: "true",
      GOTRUE_EXTERNAL_GITHUB_CLIENT_ID: "",
      GOTRUE_EXTERNAL_GITHUB_SECRET: "mine",
      GOTRUE_EXTERNAL_GITHUB_REDIRECT_URI: "http://localhost:9999/callback",
      OTHER: "kept",
    });
  });

  it("are named in a list, in any case", () => {
    expect(readFlags(["--providers", "github, Google"]).providers).toEqual(["github", "google"]);
    expect(readFlags([]).providers).toEqual([]);
  });

  it.each(["myspace", "github,", ""])("are refused by name when there is none such: %j", (list) => {
    expect(() => readFlags(["--providers", list])).toThrow(
      /--providers knows google, github, gitlab, bitbucket, facebook/,
    );
  });
});
