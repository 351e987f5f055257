import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#lib/contract/endpoint.ts";
import { endpoints } from "#lib/contract/endpoints.ts";
import { Rank } from "#lib/contract/policy.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { policyTable } from "./table.ts";

/** Whom an action is tried on: everybody but the owner is somebody new each time, for what is allowed is really done. */
const kinds = ["nobody of the staff", "viewer", "support", "admin", "owner", "oneself"] as const;
type Kind = (typeof kinds)[number];

interface Target {
  id: string;
  email: string;
  name: string;
  roles: string[];
  /** Of a note that whoever acts wrote about them. */
  note: string;
}

const day = "2026-01-02T03:04:05Z";
/** Where an action needs somebody who is not simply active. */
const states: Partial<Record<string, object>> = {
  confirmUser: { confirmed_at: undefined },
  restoreUser: { kept: true },
};

/** What makes each of them go through, so that a refusal can only be one of permission. */
const bodies: Record<string, (target: Target) => unknown> = {
  setRoles: ({ roles }) => ({ roles: [...roles, "member"], expected: roles }),
  suspendUser: () => ({ reason: "a test" }),
  restoreUser: () => ({}),
  deleteUser: () => ({}),
  eraseUser: ({ email }) => ({ confirm: email, now: true }),
  renameUser: ({ name }) => ({ name: `${name} again`, expected: name }),
  editMetadata: () => ({ of: "user", set: { phone: "1" }, expected: {} }),
  changeEmail: ({ email }) => ({ email: `${randomUUID()}@example.org`, expected: email, reason: "a test" }),
  confirmUser: () => ({}),
  setPassword: () => ({}),
  sendLink: () => ({}),
  writeNote: () => ({ text: "a note" }),
};

const aboutPeople = endpoints.filter(({ path }) => path.startsWith("/users/:id"));

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function somebody(kind: Kind, as: Rank, name: string): Promise<Omit<Target, "note">> {
  if (kind === "owner" || kind === "oneself") {
    const rank = kind === "owner" ? "owner" : as;
    const email = `${rank}@example.com`;
    const { body } = await world.api("GET", "/session", { as: rank });
    const { id, name: called } = body.user;
    return { id, email, name: called, roles: rank === "owner" ? [] : [`desk:${rank}`] };
  }
  const email = `${randomUUID()}@example.org`;
  const roles = kind === "nobody of the staff" ? [] : [`desk:${kind}`];
  const state = states[name] ?? {};
  const kept = "kept" in state;
  const app_metadata = {
    provider: "email",
    roles: kept ? [] : roles,
    ...(kept && { desk: { status: "suspended", since: day, roles } }),
  };
  world.local.identity.people.add([{ email, confirmed_at: day, ...state, app_metadata }]);
  return { id: await world.idOf(email), email, name: "", roles };
}

/** Nobody notes anything about themselves: there a colleague did. */
async function withNote({ path }: Endpoint, as: Rank, target: Omit<Target, "note">): Promise<Target> {
  const note = `${Date.now()}-${"0".repeat(10)}`;
  if (!path.includes(":note") || as === "viewer") return { ...target, note };
  const isSelf = target.email === `${as}@example.com`;
  const colleague = as === "admin" ? "support" : "admin";
  const body = { text: "to be removed" };
  const written = await world.api("POST", `/users/${target.id}/notes`, { as: isSelf ? colleague : as, body });
  return { ...target, note: String(written.body.id) };
}

/** Whether the policy table lets this rank do it to such a person. */
function isAllowed({ action }: Endpoint, as: Rank, kind: Kind): boolean {
  if (action === "public") return true;
  const { [as]: reach, changes, onSelf } = policyTable[action];
  if (reach === "no") return false;
  const isSelf = kind === "oneself" || (kind === as && as === "owner");
  if (isSelf && changes) return onSelf === true;
  if (reach === "non_staff") return kind === "nobody of the staff";
  return reach === "anyone" || kind !== "owner";
}

describe("S16 S18 S19 who gets through to whom, at each endpoint about a person", () => {
  it("has something to send to each of them that takes a body", () => {
    const silent = aboutPeople.filter(({ body, name }) => body && !bodies[name]).map(({ name }) => name);
    expect(silent).toEqual([]);
    expect(aboutPeople.length).toBeGreaterThan(15);
  });

  const cells = aboutPeople.flatMap((row) => kinds.map((kind) => ({ name: row.name, row, kind })));
  it.each(cells)("$name, on $kind", async ({ name, row, kind }) => {
    for (const as of Rank.options) {
      const target = await withNote(row, as, await somebody(kind, as, name));
      const path = row.path.replace(":id", target.id).replace(":note", target.note);
      const { status, body } = await world.api(row.method, path, { as, body: bodies[name]?.(target) });
      const told = `${as}: ${status} ${JSON.stringify(body?.error ?? {})}`;
      if (isAllowed(row, as, kind)) expect(status, told).toBeLessThan(300);
      else expect([status, body.error.code], told).toEqual([403, "forbidden"]);
    }
  });
});
