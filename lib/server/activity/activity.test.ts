import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Activity, listActivity } from "#lib/contract/activity.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());

async function page(id: string, query = "") {
  const reply = await desk.call("GET", `/users/${id}/activity${query}`, { as: "viewer" });
  expect(reply.status).toBe(200);
  return listActivity.response.parse(reply.body);
}

async function everyPage(id: string, limit: number): Promise<Activity[][]> {
  const pages: Activity[][] = [];
  for (let cursor = ""; pages.length < 60; ) {
    const { activity, next } = await page(id, `?limit=${limit}${cursor}`);
    pages.push(activity);
    if (next === undefined) return pages;
    cursor = `&cursor=${next}`;
  }
  throw new Error("It never ends.");
}

/** What an entry tells, in short. */
const told = (item: Activity) =>
  item.source === "desk" ? `desk ${item.entry.action}` : `${item.by} ${item.action} ${item.times}`;

async function create(email: string): Promise<{ id: string; password: string }> {
  const { body } = await desk.call("POST", "/users", { as: "support", body: { email, access: "password" } });
  return { id: body.user.id, password: body.password };
}

async function refresh(refreshToken: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
  const answer = await fetch(`${desk.world.url}/.netlify/identity/token`, { method: "POST", body: form });
  const tokens: { refresh_token: string } = await answer.json();
  return tokens.refresh_token;
}

describe("what somebody did and what was done to them", () => {
  it("stands in one list, newest first, each thing once and its source marked", async () => {
    const { id, password } = await create("busy@x.io");
    const session = await desk.world.signIn("busy@x.io", password);
    await refresh(await refresh(await refresh(session.refreshToken)));
    await desk.call("PUT", `/users/${id}/roles`, { as: "support", body: { roles: ["member"], expected: [] } });
    const { activity, next, othersSince, unread } = await page(id);
    expect(activity.map(({ at }) => at)).toEqual(
      activity
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(activity.map(told).sort()).toEqual([
      "desk users.create",
      "desk users.set_roles",
      "themselves login 1",
      "themselves token_refreshed 3",
    ]);
    expect({ next, othersSince, unread }).toEqual({ unread: [] });
  });

  it("tells what others did to them outside the desk, and not what they themselves did to others", async () => {
    const { id } = await create("touched@x.io");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await desk.world.operator("PUT", `/admin/users/${id}`, { user_metadata: { plan: "gold" } });
    await desk.world.operator("PUT", `/admin/users/${id}`, { user_metadata: { plan: "silver" } });
    const { activity } = await page(id);
    // The first change is taken for the one that gave the roles; no more than one is.
    expect(activity.map(told)).toContain("operator user_modified 1");
    expect(JSON.stringify(activity)).not.toContain("gold");
  });

  it("is nobody else's who has put that address into their own name", async () => {
    const { id } = await create("quoted@x.io");
    desk.world.local.identity.people.add([
      {
        email: "thief@x.io",
        password: "a password",
        confirmed_at: "2026-01-02T03:04:05Z",
        user_metadata: { full_name: "quoted@x.io" },
      },
    ]);
    await desk.world.signIn("thief@x.io", "a password");
    const { activity } = await page(id);
    expect(activity.map(told)).toEqual(["desk users.create"]);
  });

  it("comes page by page without a gap and without anything twice", async () => {
    const { id, password } = await create("paged@x.io");
    for (let round = 0; round < 6; round += 1) {
      await desk.world.signIn("paged@x.io", password);
      const roles = round % 2 === 0 ? ["member"] : [];
      const expected = round % 2 === 0 ? [] : ["member"];
      await desk.call("PUT", `/users/${id}/roles`, { as: "support", body: { roles, expected } });
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const whole = (await page(id, "?limit=100")).activity;
    for (const limit of [1, 2, 5]) {
      const pages = await everyPage(id, limit);
      expect(pages.length).toBeGreaterThan(1);
      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(whole.map(({ id }) => id).sort());
    }
  }, 30_000);

  it("is refused with a cursor of somebody's own making, and not found for somebody who is gone", async () => {
    const { id } = await create("cursor@x.io");
    const bad = await desk.call("GET", `/users/${id}/activity?cursor=../../x`, { as: "viewer" });
    expect(bad.body.error).toMatchObject({ code: "invalid", field: "cursor" });
    const gone = await desk.call("GET", "/users/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/activity", { as: "viewer" });
    expect(gone.status).toBe(404);
  });
});

describe("when a log does not answer", () => {
  it("R01 shows the desk's part, and says that Identity's is missing", async () => {
    const { id } = await create("half@x.io");
    desk.identity.on("GET", /\/admin\/audit/, { kind: "answer", status: 503 });
    const { activity, unread } = await page(id);
    const links = await desk.call("GET", `/users/${id}/links`, { as: "viewer" });
    desk.identity.clear();
    expect(activity.map(told)).toEqual(["desk users.create"]);
    expect(unread).toEqual(["identity"]);
    expect(links.body).toMatchObject({ links: [], unread: ["identity"] });
  }, 30_000);

  it("R06 takes an answer that is no log for none", async () => {
    const { id } = await create("garbled@x.io");
    desk.identity.on("GET", /\/admin\/audit/, { kind: "replace", body: "<html>not a log</html>" });
    const { unread } = await page(id);
    desk.identity.clear();
    expect(unread).toEqual(["identity"]);
  });

  it("R01 shows Identity's part while the desk's own store is down", async () => {
    const { id, password } = await create("storeless@x.io");
    await desk.world.signIn("storeless@x.io", password);
    desk.blobs.on("GET", /./, { kind: "answer", status: 500 });
    const { activity, unread } = await page(id);
    desk.blobs.clear();
    expect(activity.map(told)).toContain("themselves login 1");
    expect(unread).toEqual(["desk"]);
  });

  it("asks for less at a time where Identity allows no 500 lines", async () => {
    const { id, password } = await create("capped@x.io");
    await desk.world.signIn("capped@x.io", password);
    desk.identity.on("GET", /\/admin\/audit.*per_page=500/, { kind: "answer", status: 400, body: "{}" });
    const { activity, unread } = await page(id);
    desk.identity.clear();
    expect(activity.map(told)).toContain("themselves login 1");
    expect(unread).toEqual([]);
  });

  it("costs four questions to Identity, however long its log is", async () => {
    const { id } = await create("cheap@x.io");
    desk.identity.clear();
    await page(id);
    const asked = desk.identity.calls.filter(({ path }) => path.includes("/admin/"));
    desk.identity.clear();
    expect(asked).toHaveLength(4);
  });
});
