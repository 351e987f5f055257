import { describe, expect, it } from "vitest";
import { deskConfig } from "#desk-config";
import { type DeskConfigInput, parseDeskConfig } from "./desk-config.ts";

const words = { title: "No", message: "Nothing was created." };
const least: DeskConfigInput = {
  refusals: { wording: { known: words, unavailable: words, blocked: words, neutral: words } },
};

describe("the policy file", () => {
  it("is good as this repository has it", () => {
    expect(parseDeskConfig(deskConfig).refusals.reveal).toBe(true);
  });

  it("keeps reasons to itself, blocks and asks an admin unless told otherwise", () => {
    const config = parseDeskConfig({ ...least, appRoles: [{ name: "editor", description: "Writes" }] });
    expect(config.refusals.reveal).toBe(false);
    expect(config.whenUnavailable).toEqual({ signup: "block", invite: "block", create: "block" });
    expect(config.appRoles[0]?.lowestRank).toBe("admin");
    expect(config.staffRoles).toEqual({ viewer: "desk:viewer", support: "desk:support", admin: "desk:admin" });
    expect(config.afterSignUp).toBe("/welcome");
    expect(config.linkHours).toEqual({ confirmation: 24, invite: 168, recovery: 24 });
  });

  it.each([
    [{ appRole: [] }, "appRole: is not a setting"],
    [{ appRoles: [{ name: "editor" }] }, "appRoles.0.description"],
    [{ appRoles: [{ name: " editor", description: "x" }] }, "appRoles.0.name"],
    [{ appRoles: [{ name: "editor", description: "x", lowestRank: "viewer" }] }, "appRoles.0.lowestRank"],
    [
      { appRoles: [{ name: "desk:admin", description: "x" }] },
      'appRoles: "desk:admin" is there twice, or is a staff role',
    ],
    [{ staffRoles: { viewer: "desk:admin" } }, "staffRoles"],
    [{ afterSignUp: "//evil.example" }, "afterSignUp"],
    [{ afterSignUp: "https://evil.example" }, "afterSignUp"],
    [{ directories: { http: { known: "found or not" } } }, "directories.http.known"],
    [{ directories: { ldap: {} } }, "directories.ldap: is not a setting"],
    [{ whenUnavailable: { signup: "open" } }, "whenUnavailable.signup"],
    [{ linkHours: { recovery: 0 } }, "linkHours.recovery: is a number of hours above 0"],
    [{ linkHours: { invite: "168h" } }, "linkHours.invite"],
    [{ linkHours: { emailChange: 24 } }, "linkHours.emailChange: is not a setting"],
    [{ refusals: undefined }, "refusals"],
    [{ refusals: { ...least.refusals, reveal: "yes" } }, "refusals.reveal"],
    [
      {
        refusals: {
          wording: { ...least.refusals.wording, known: { ...words, next: { label: "x", href: "javascript:1" } } },
        },
      },
      "refusals.wording.known.next.href",
    ],
  ])("stops at %o and names the key", (wrong, named) => {
    expect(() => parseDeskConfig({ ...least, ...wrong })).toThrow(`desk.config.ts: ${named}`);
  });
});
