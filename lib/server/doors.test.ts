import { describe, expect, it } from "vitest";
import type { Verdict } from "./directories/directory.ts";
import { type Door, shutBecause } from "./doors.ts";

const doors: Door[] = ["signup", "invite", "create"];
const verdicts: Record<Verdict["state"], Verdict> = {
  known: { state: "known", evidence: {} },
  unknown: { state: "unknown" },
  unavailable: { state: "unavailable", why: "it did not answer in time" },
};

describe.each(doors)("the door %s", (door) => {
  it.each(["block", "allow"] as const)(
    "is shut to the known and open to the unknown, with unavailable: %s",
    (choice) => {
      const whenUnavailable = { signup: choice, invite: choice, create: choice };
      expect(shutBecause(verdicts.known, door, whenUnavailable)).toBe("known");
      expect(shutBecause(verdicts.unknown, door, whenUnavailable)).toBeUndefined();
    },
  );

  it("follows its own setting, not that of another door, when the directory cannot tell", () => {
    const others = { signup: "allow", invite: "allow", create: "allow" } as const;
    const strict = { signup: "block", invite: "block", create: "block" } as const;
    expect(shutBecause(verdicts.unavailable, door, { ...others, [door]: "block" })).toBe("unavailable");
    expect(shutBecause(verdicts.unavailable, door, { ...strict, [door]: "allow" })).toBeUndefined();
  });
});
