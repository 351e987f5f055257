import { describe, expect, it } from "vitest";
import { parseMailLink } from "./mail-link.ts";

describe("parseMailLink", () => {
  it.each(["confirmation", "invite", "recovery", "email_change"])("reads the token of a %s mail", (kind) => {
    expect(parseMailLink(`#${kind}_token=aB3_-x`)).toEqual({ kind, token: "aB3_-x" });
    expect(parseMailLink(`#/${kind}_token=aB3_-x&extra=1`)).toEqual({ kind, token: "aB3_-x" });
  });

  it("reads the session an outside provider sent back", () => {
    const link = parseMailLink("#access_token=a.b.c&expires_in=3600&refresh_token=r&token_type=bearer");
    expect(link).toEqual({
      kind: "provider",
      tokens: { access_token: "a.b.c", refresh_token: "r", expires_in: 3600 },
    });
  });

  it("S48 cuts a provider's refusal to a length that can be shown", () => {
    const link = parseMailLink(`#error=access_denied&error_description=${"<b>x</b>".repeat(100)}`);
    expect(link).toMatchObject({ kind: "refused", message: expect.stringMatching(/^.{200}$/) });
  });

  it.each(["", "#", "#content", "#confirmation_token=", "#token=abc", "#evil_token=abc"])("ignores %j", (fragment) => {
    expect(parseMailLink(fragment)).toBeUndefined();
  });
});
