import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listActivity } from "#lib/contract/activity.ts";
import { listAudit } from "#lib/contract/audit.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { staff } from "#netlify/local/seeds.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let count = 0;
async function barred(status: string, more: Record<string, unknown> = {}): Promise<{ id: string; email: string }> {
  count += 1;
  const email = `barred${count}@example.net`;
  const app_metadata = { provider: "email", desk: { status }, ...more };
  world.local.identity.people.add([
    { email, password: "a password", confirmed_at: "2026-01-02T03:04:05Z", app_metadata },
  ]);
  return { id: await world.idOf(email), email };
}

/** Twice: a store that has only just begun may be too slow for what an event may spend on it. */
async function tryToSignIn(email: string): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await expect(world.signIn(email, "a password")).rejects.toThrow("Failed to handle");
  }
}

/** Time passes here, so nobody's session lasts. */
async function ask(path: string) {
  const viewer = staff.find(({ rank }) => rank === "viewer");
  const { accessToken } = await world.signIn(viewer?.email ?? "", viewer?.password ?? "");
  const { status, body } = await world.api("GET", path, { as: { token: accessToken } });
  expect(status).toBe(200);
  return body;
}

async function refusalsOf(id: string) {
  const { activity } = listActivity.response.parse(await ask(`/users/${id}/activity`));
  return activity.flatMap((item) => (item.source === "desk" && item.entry.action === "site.sign_in" ? item.entry : []));
}

describe("a sign-in that Identity was told to refuse", () => {
  it.each([
    ["suspended", "They are suspended."],
    ["rejected", "Their sign-up was rejected."],
    ["deleted", "They are in the bin."],
  ])("stands in the story of somebody %s, with why", async (status, why) => {
    const { id, email } = await barred(status);
    await tryToSignIn(email);
    const [entry, ...more] = await refusalsOf(id);
    expect(entry).toMatchObject({ outcome: "refused", actor: { kind: "person", id, email }, target: { id } });
    expect(entry?.message).toContain(why);
    expect(more).toEqual([]);
  });

  it("is found in the audit by whom it concerns, by outcome and among those turned away", async () => {
    const { id, email } = await barred("suspended");
    await tryToSignIn(email);
    for (const filter of [`target=${email}`, `actor=${id}&action=turned_away`, "outcome=refused&kind=person"]) {
      const { entries } = listAudit.response.parse(await ask(`/audit?${filter}`));
      expect(entries.map(({ target }) => target?.id)).toContain(id);
    }
  });

  it("is one entry an hour, however often they try, and one more once the reason is another", async () => {
    const { id, email } = await barred("suspended");
    // Not at the end of an hour.
    const sinceHour = world.local.identity.clock.now() % 3_600_000;
    world.local.identity.clock.advance(3_660_000 - sinceHour);
    for (let turn = 0; turn < 4; turn += 1) await tryToSignIn(email);
    expect(await refusalsOf(id)).toHaveLength(1);
    await world.operator("PUT", `/admin/users/${id}`, { app_metadata: { desk: { status: "deleted" } } });
    await tryToSignIn(email);
    expect(await refusalsOf(id)).toHaveLength(2);
    world.local.identity.clock.advance(3_600_000);
    await tryToSignIn(email);
    expect((await refusalsOf(id)).map(({ message }) => message?.split(".")[0])).toEqual([
      "They are in the bin",
      "They are in the bin",
      "They are suspended",
    ]);
  });

  it("leaves nothing where the password was wrong, for then Identity never asks", async () => {
    const { id, email } = await barred("suspended");
    await expect(world.signIn(email, "another password")).rejects.toThrow("400");
    expect(await refusalsOf(id)).toEqual([]);
  });
});
