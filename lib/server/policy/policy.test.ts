import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Action, Rank } from "#lib/contract/policy.ts";
import { AppError } from "#lib/server/errors.ts";
import {
  type Actor,
  authorize,
  capabilities,
  type Effect,
  type Permit,
  refusal,
  requireGenuine,
  type Staff,
  type Subject,
} from "./policy.ts";
import type { Rules } from "./rank.ts";

const rules: Rules = {
  owners: ["boss@example.com"],
  audience: "",
  staffRoles: { viewer: "desk:viewer", support: "desk:support", admin: "desk:admin" },
  appRoles: [
    { name: "member", description: "", lowestRank: "support" },
    { name: "editor", description: "", lowestRank: "admin" },
    { name: "treasurer", description: "", lowestRank: "owner" },
  ],
};

const actors = Object.fromEntries(
  Rank.options.map((rank): [Rank, Staff] => [
    rank,
    { kind: "staff", id: `actor-${rank}`, email: `${rank}@x.io`, name: "", rank },
  ]),
) as Record<Rank, Staff>;

function person(id: string, roles: unknown, more: Partial<Subject> = {}): Subject {
  return { id, email: `${id}@x.io`, audience: "", appMetadata: { provider: "email", roles }, ...more };
}

const targets = {
  nobody: person("nobody", undefined),
  member: person("member", ["member"]),
  viewer: person("viewer", ["desk:viewer"]),
  support: person("support", ["member", "desk:support"]),
  admin: person("admin", ["desk:admin"]),
  // Suspended staff keep their roles aside and are protected as before.
  suspendedAdmin: person("suspended", [], {
    appMetadata: { roles: [], desk: { status: "suspended", roles: ["desk:admin"] } },
  }),
  // Protected by the address, whoever registered it and whatever it is spelled like.
  owner: person("owner", [], { email: "Boss@Example.com" }),
} satisfies Record<string, Subject>;
type TargetName = keyof typeof targets;

const everybody = Object.keys(targets) as TargetName[];
const nonStaff: TargetName[] = ["nobody", "member"];
const belowOwner = everybody.filter((name) => name !== "owner");

/** The table of the design, written a second time: whom each rank reaches. A desk-wide "yes" reaches everybody. */
const expected: Record<Action, Partial<Record<Rank, TargetName[]>>> = {
  "desk.open": { viewer: everybody, support: everybody, admin: everybody, owner: everybody },
  "site.sign_in": {},
  "users.read": { viewer: everybody, support: everybody, admin: everybody, owner: everybody },
  "signups.read": { viewer: everybody, support: everybody, admin: everybody, owner: everybody },
  "audit.read": { viewer: everybody, support: everybody, admin: everybody, owner: everybody },
  "checks.read": { viewer: everybody, support: everybody, admin: everybody, owner: everybody },
  "checks.run": { support: everybody, admin: everybody, owner: everybody },
  "checks.override": { admin: everybody, owner: everybody },
  "users.create": { support: everybody, admin: everybody, owner: everybody },
  "users.invite": { support: everybody, admin: everybody, owner: everybody },
  "signups.decide": { support: nonStaff, admin: belowOwner, owner: everybody },
  "notes.write": { support: everybody, admin: everybody, owner: everybody },
  "notes.remove_any": { admin: everybody, owner: everybody },
  "users.rename": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.edit_metadata": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.confirm": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.send_recovery": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.suspend": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.restore": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.set_roles": { support: nonStaff, admin: belowOwner, owner: everybody },
  "users.set_staff_roles": { admin: belowOwner, owner: everybody },
  "users.change_email": { admin: belowOwner, owner: everybody },
  "users.edit_app_metadata": { admin: belowOwner, owner: everybody },
  "users.set_password": { admin: belowOwner, owner: everybody },
  "users.delete": { admin: belowOwner, owner: everybody },
  "users.change_many": { support: everybody, admin: everybody, owner: everybody },
  "users.delete_many": { admin: everybody, owner: everybody },
  "users.erase": { admin: belowOwner, owner: everybody },
  "changes.undo": { support: everybody, admin: everybody, owner: everybody },
  "bin.empty": { admin: everybody, owner: everybody },
  "imports.run": { admin: everybody, owner: everybody },
  "exports.run": { admin: everybody, owner: everybody },
  "jobs.manage": { admin: everybody, owner: everybody },
  "mappings.manage": { admin: everybody, owner: everybody },
  "sweep.run": { admin: everybody, owner: everybody },
  "migration.switch": { owner: everybody },
};

const reads: Action[] = [
  "desk.open",
  "users.read",
  "signups.read",
  "audit.read",
  "checks.read",
  "checks.run",
  "exports.run",
];
const deskWide: Action[] = [
  "site.sign_in",
  ...reads.filter((action) => action !== "users.read"),
  "checks.override",
  "users.create",
  "users.invite",
  "users.delete_many",
  "changes.undo",
  "bin.empty",
  "imports.run",
  "jobs.manage",
  "mappings.manage",
  "sweep.run",
  "migration.switch",
];

describe("who may do what to whom", () => {
  const rows = Action.options.flatMap((action) => Rank.options.map((rank) => ({ action, rank })));

  it.each(rows)(
    "S16 S18 S19 $rank, $action: as the design's table says, for every kind of target",
    ({ action, rank }) => {
      const reached = everybody.filter(
        (name) => !refusal(rules, { actor: actors[rank], action, target: targets[name] }),
      );
      expect(reached).toEqual(expected[action][rank] ?? []);
    },
  );

  it.each(rows)("$rank, $action: on oneself only reading and one's own name", ({ action, rank }) => {
    const self = person(actors[rank].id, []);
    const allowed = !refusal(rules, { actor: actors[rank], action, target: self });
    const onSelf =
      action === "users.rename" || action === "users.read" || (deskWide.includes(action) && reads.includes(action));
    if (expected[action][rank] && !deskWide.includes(action)) expect(allowed).toBe(onSelf);
  });

  it.each(rows)("$rank, $action: nothing on an account of a foreign audience", ({ action, rank }) => {
    const foreign = { ...targets.member, audience: "elsewhere" };
    expect(refusal(rules, { actor: actors[rank], action, target: foreign })).toBeTruthy();
  });

  it("refuses a recovery mail by whoever changed the address within a day", () => {
    const attempt = {
      actor: actors.admin,
      action: "users.send_recovery",
      target: targets.member,
      now: 100 * 3_600_000,
    } as const;
    expect(refusal(rules, { ...attempt, addressChangedAt: 77 * 3_600_000 })).toContain("less than a day ago");
    expect(refusal(rules, { ...attempt, addressChangedAt: 76 * 3_600_000 })).toBeUndefined();
    expect(refusal(rules, { ...attempt, action: "users.confirm", addressChangedAt: 77 * 3_600_000 })).toBeUndefined();
  });
});

describe("the effect on roles", () => {
  const allowed = (rank: Rank, before: string[], after: string[], name: TargetName = "member") =>
    !refusal(rules, {
      actor: actors[rank],
      action: "users.set_roles",
      target: targets[name],
      effect: { roles: { before, after } },
    });

  it.each([
    ["support", [], ["member"], true],
    ["support", ["member"], [], true],
    ["support", [], ["editor"], false],
    ["support", ["editor"], [], false],
    ["support", ["editor"], ["editor", "member"], true],
    ["support", [], ["unlisted"], false],
    ["support", [], ["desk:viewer"], false],
    ["support", [], ["desk:admin"], false],
    ["admin", [], ["editor", "member", "unlisted"], true],
    ["admin", [], ["treasurer"], false],
    ["admin", ["treasurer"], [], false],
    ["admin", [], ["desk:admin"], true],
    ["admin", ["desk:admin"], [], true],
    ["owner", [], ["desk:admin", "treasurer", "unlisted"], true],
    ["viewer", [], ["member"], false],
  ] as const)("S17 %s, from %j to %j: %s", (rank, before, after, expectation) => {
    expect(allowed(rank, [...before], [...after])).toBe(expectation);
  });

  it.each(["users.create", "users.invite", "signups.decide", "imports.run", "users.edit_app_metadata"] as const)(
    "S17 S20 is judged the same whichever way it comes: %s",
    (action) => {
      const effect: Effect = { roles: { before: [], after: ["desk:admin"] } };
      expect(refusal(rules, { actor: actors.support, action, effect })).toBeTruthy();
      if (action === "users.create") expect(refusal(rules, { actor: actors.admin, action, effect })).toBeUndefined();
    },
  );

  it("S12 gives no rank for a role that only looks like one", () => {
    for (const role of ["DESK:ADMIN", " desk:admin", "desk:admin ", "admin", "dеsk:admin"]) {
      expect(allowed("admin", [], [role])).toBe(true);
      expect(capabilities(rules, actors.support, { target: person("x", [role]), readOnly: false })).toContain(
        "users.set_roles",
      );
    }
  });

  it("never lets anybody end at a rank above their own, whatever the roles", () => {
    const role = fc.constantFrom(
      "member",
      "editor",
      "treasurer",
      "unlisted",
      "desk:viewer",
      "desk:support",
      "desk:admin",
    );
    const rank = fc.constantFrom(...Rank.options);
    fc.assert(
      fc.property(rank, fc.uniqueArray(role), fc.uniqueArray(role), (who, before, after) => {
        const target = person("somebody", before);
        const attempt = {
          actor: actors[who],
          action: "users.set_roles",
          target,
          effect: { roles: { before, after } },
        } as const;
        if (refusal(rules, attempt)) return;
        const staffTouched = [...before, ...after].some((name) => name.startsWith("desk:"));
        const changed = before.length !== after.length || !before.every((name) => after.includes(name));
        expect(who).not.toBe("viewer");
        if (staffTouched && changed) expect(["admin", "owner"]).toContain(who);
        if (before.includes("treasurer") !== after.includes("treasurer")) expect(who).toBe("owner");
      }),
      { numRuns: 5000 },
    );
  });
});

describe("an owner's address", () => {
  it.each(["users.create", "users.invite", "imports.run", "users.change_email"] as const)(
    "%s onto it needs an owner",
    (action) => {
      const effect: Effect = { email: " BOSS@example.com " };
      const attempt = { action, effect, ...(action === "users.change_email" && { target: targets.member }) };
      expect(refusal(rules, { ...attempt, actor: actors.support })).toBeTruthy();
      expect(refusal(rules, { ...attempt, actor: actors.admin })).toBeTruthy();
      expect(refusal(rules, { ...attempt, actor: actors.owner })).toBeUndefined();
    },
  );

  it.each(["bóss@example.com", "BOSS@EXAMPLE.COM", "ｂoss@example.com", "bo\u200bss@example.com"])(
    "is reserved in the spellings that Identity's database takes for the same: %s",
    (email) => {
      expect(refusal(rules, { actor: actors.admin, action: "users.create", effect: { email } })).toBeTruthy();
      const target = person("lookalike", [], { email });
      expect(refusal(rules, { actor: actors.admin, action: "users.confirm", target })).toBeTruthy();
    },
  );

  it("is confirmed by an owner only", () => {
    expect(refusal(rules, { actor: actors.admin, action: "users.confirm", target: targets.owner })).toBeTruthy();
    expect(refusal(rules, { actor: actors.owner, action: "users.confirm", target: targets.owner })).toBeUndefined();
  });
});

describe("machines", () => {
  const machine = (kind: "event" | "schedule" | "migration" | "cli"): Actor => ({ kind, id: kind, email: "" });
  const may = {
    event: ["checks.run"],
    schedule: ["checks.run", "sweep.run", "users.restore"],
    migration: ["checks.run", "users.create", "users.edit_metadata"],
    cli: ["checks.run"],
  };

  it.each(["event", "schedule", "migration", "cli"] as const)("%s does what its row says", (kind) => {
    const allowed = Action.options.filter((action) => !refusal(rules, { actor: machine(kind), action }));
    expect(allowed.toSorted()).toEqual(may[kind].toSorted());
  });

  it("never touch staff, owners, roles or other audiences", () => {
    const base = { actor: machine("migration"), action: "users.edit_metadata" } as const;
    expect(refusal(rules, { ...base, target: targets.member })).toBeUndefined();
    for (const name of ["viewer", "suspendedAdmin", "owner"] as const)
      expect(refusal(rules, { ...base, target: targets[name] })).toBeTruthy();
    expect(refusal(rules, { ...base, target: { ...targets.member, audience: "elsewhere" } })).toBeTruthy();
    expect(
      refusal(rules, {
        actor: machine("migration"),
        action: "users.create",
        effect: { roles: { before: [], after: ["member"] } },
      }),
    ).toBeTruthy();
    expect(
      refusal(rules, { actor: machine("migration"), action: "users.create", effect: { email: "boss@example.com" } }),
    ).toBeTruthy();
  });
});

describe("a suspension that has ended", () => {
  const schedule: Actor = { kind: "schedule", id: "schedule", email: "" };
  const desk = { status: "suspended", roles: ["member", "editor"] };
  const target = person("back", [], { appMetadata: { roles: [], desk } });
  const restore = (after: string[], before: string[] = [], whom = target) =>
    refusal(rules, {
      actor: schedule,
      action: "users.restore",
      target: whom,
      effect: { roles: { before, after } },
    });

  it("gives the schedule leave for exactly the roles kept aside", () => {
    expect(restore(["editor", "member"])).toBeUndefined();
    for (const after of [[], ["member"], ["member", "editor", "treasurer"], ["member", "editor", "desk:viewer"]])
      expect(restore(after, ["other"])).toBeTruthy();
    expect(restore(["member", "editor"], ["other"])).toBeTruthy();
  });

  it("S19 gives it none for staff, nor for any other action", () => {
    expect(restore(["desk:admin"], [], targets.suspendedAdmin as typeof target)).toBeTruthy();
    const attempt = { actor: schedule, target, effect: { roles: { before: [], after: desk.roles } } };
    for (const action of Action.options.filter((name) => name !== "users.restore"))
      expect(refusal(rules, { ...attempt, action })).toBeTruthy();
  });
});

describe("a permit", () => {
  it("says who does what to whom", () => {
    const permit = authorize(rules, { actor: actors.admin, action: "users.delete", target: targets.member });
    expect(permit).toMatchObject({
      actor: actors.admin,
      action: "users.delete",
      target: { id: "member", email: "member@x.io" },
    });
    expect(() => requireGenuine(permit)).not.toThrow();
  });

  it("cannot be forged by a cast", () => {
    const forged = { actor: actors.viewer, action: "users.delete", target: {} } as unknown as Permit;
    expect(() => requireGenuine(forged)).toThrow();
    expect(() => requireGenuine({ ...authorize(rules, { actor: actors.admin, action: "users.delete" }) })).toThrow();
  });

  it("is refused as forbidden, with what was tried", () => {
    try {
      authorize(rules, { actor: actors.support, action: "users.delete", target: targets.member });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "forbidden", attempt: { action: "users.delete", target: { id: "member" } } });
    }
  });
});

describe("what the browser is told", () => {
  it("is what authorize would allow, on the person", () => {
    expect(capabilities(rules, actors.support, { target: targets.member, readOnly: false }).toSorted()).toEqual([
      "notes.write",
      "signups.decide",
      "users.confirm",
      "users.edit_metadata",
      "users.read",
      "users.rename",
      "users.restore",
      "users.send_recovery",
      "users.set_roles",
      "users.suspend",
    ]);
    expect(capabilities(rules, actors.support, { target: targets.admin, readOnly: false }).toSorted()).toEqual([
      "notes.write",
      "users.read",
    ]);
    expect(capabilities(rules, actors.viewer, { target: targets.member, readOnly: false })).toEqual(["users.read"]);
  });

  it("is reading only where this deploy changes nothing", () => {
    expect(capabilities(rules, actors.owner, { target: targets.member, readOnly: true })).toEqual(["users.read"]);
    expect(capabilities(rules, actors.owner, { readOnly: true }).toSorted()).toEqual(reads.toSorted());
  });
});
