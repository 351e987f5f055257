import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeEach(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterEach(() => world.close());

const password = "a password of theirs";
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function suspended(minutes: number): Promise<{ id: string; email: string }> {
  const id = await people.add({ password, app_metadata: { provider: "email", roles: ["member", "editor"] } });
  const body = { reason: "a pause", until: inMinutes(minutes) };
  const reply = await world.api("POST", `/users/${id}/suspend`, { as: "support", body });
  expect(reply.status).toBe(200);
  return { id, email: (await people.stored(id)).email };
}

async function dev(path: string, body?: object) {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const response = await fetch(`${world.url}/__dev${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

describe("a suspension with an end", () => {
  it("lets them in from that moment, and the schedule gives the roles back", async () => {
    const { id, email } = await suspended(10);
    await expect(world.signIn(email, password)).rejects.toThrow();
    expect(JSON.parse((await dev("/functions/sweep-schedule")).body.body)).toEqual({
      restored: 0,
      failed: 0,
      forgotten: 0,
      more: false,
    });
    await dev("/clock", { advance: "15m" });
    await world.signIn(email, password);
    const { body: between } = await world.api("GET", `/users/${id}`, { as: "viewer" });
    expect(between).toMatchObject({
      status: "active",
      roles: [],
      keptOut: { ended: true, roles: ["member", "editor"] },
    });
    const run = await dev("/functions/sweep-schedule");
    expect(JSON.parse(run.body.body)).toMatchObject({ restored: 1, failed: 0 });
    expect((await people.stored(id)).app_metadata).toEqual({ provider: "email", roles: ["member", "editor"] });
    expect((await people.entries(id))[0]).toMatchObject({
      action: "users.restore",
      outcome: "done",
      actor: { kind: "schedule" },
    });
    expect(JSON.parse((await dev("/functions/sweep-schedule")).body.body)).toMatchObject({ restored: 0 });
  });

  it("leaves alone who was restored, suspended for longer or put into the bin meanwhile", async () => {
    const [restored, longer, binned] = [await suspended(10), await suspended(10), await suspended(10)];
    await world.api("POST", `/users/${restored.id}/restore`, { as: "admin", body: {} });
    await world.api("POST", `/users/${longer.id}/suspend`, {
      as: "support",
      body: { reason: "longer", until: inMinutes(50) },
    });
    await world.api("DELETE", `/users/${binned.id}`, { as: "admin", body: {} });
    await dev("/clock", { advance: "15m" });
    expect((await world.api("POST", "/sweep", { as: "admin" })).body).toMatchObject({
      restored: 0,
      failed: 0,
      more: false,
    });
    expect((await people.stored(longer.id)).app_metadata.desk.status).toBe("suspended");
    expect((await people.stored(binned.id)).app_metadata.desk.status).toBe("deleted");
    await dev("/clock", { advance: "40m" });
    expect((await world.api("POST", "/sweep", { as: "admin" })).body.restored).toBe(1);
    const { body } = await world.api("POST", `/users/${binned.id}/restore`, { as: "admin", body: {} });
    expect(body.user).toMatchObject({ status: "active", roles: ["member", "editor"] });
  });

  it("S19 gives no role to anybody who became staff meanwhile", async () => {
    const { id } = await suspended(10);
    const { app_metadata } = await people.stored(id);
    const desk = { ...app_metadata.desk, roles: ["desk:admin"] };
    await world.operator("PUT", `/admin/users/${id}`, { app_metadata: { desk } });
    await dev("/clock", { advance: "15m" });
    expect((await world.api("POST", "/sweep", { as: "admin" })).body).toMatchObject({ restored: 0, failed: 1 });
    expect((await people.stored(id)).app_metadata.roles).toEqual([]);
    expect((await world.api("POST", "/sweep", { as: "admin" })).body).toMatchObject({ restored: 0, failed: 0 });
  });

  it("lets nobody change roles between the end and the sweep, for they would be overwritten", async () => {
    const { id } = await suspended(10);
    await dev("/clock", { advance: "15m" });
    const change = { as: "admin", body: { roles: ["billing"], expected: [] } } as const;
    expect((await world.api("PUT", `/users/${id}/roles`, change)).body.error.code).toBe("invalid");
  });
});

describe("the sweep", () => {
  it("S15 is for the schedule and from admin up, and for no wrong secret", async () => {
    for (const secret of ["", "x", "a secret that is long enough, but another one"]) {
      const reply = await world.api("POST", "/sweep", { headers: { "x-desk-cron": secret } });
      expect(reply.status).toBe(401);
    }
    expect((await world.api("POST", "/sweep", { as: "support" })).status).toBe(403);
  });
});
