import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import type { Caller } from "#lib/testing/world.ts";

let desk: ShakyDesk;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  desk = await startShakyDesk();
  people = peopleIn(desk.world);
});
afterEach(() => desk.blobs.clear());
afterAll(() => desk.close());

const bin = (as: Caller = "viewer", query = "") => desk.call("GET", `/bin${query}`, { as });
const must = async (reply: Promise<{ status: number; text: string }>) => {
  const { status, text } = await reply;
  expect(`${status} ${status < 300 ? "" : text}`).toBe("200 ");
};
const emails = (body: { users: { email: string }[] }) => body.users.map(({ email }) => email);
async function deleted(email: string, reason: string | undefined, as: Caller = "admin"): Promise<string> {
  const id = await people.add({ email, app_metadata: { roles: ["member"] }, user_metadata: { full_name: "Bo Bin" } });
  await must(desk.call("DELETE", `/users/${id}`, { as, body: { reason } }));
  return id;
}

describe("the people in the bin", () => {
  it("are not there before everybody was read, which is said", async () => {
    const { status, body } = await bin();
    expect([status, body.users, body.snapshot.state]).toEqual([200, [], "none"]);
    for (let state = ""; state !== "ready"; )
      state = (await desk.call("POST", "/snapshot", { as: "viewer", body: {} })).body.state;
  });

  it("are told with since when, by whom and why, who came last first, and with what the viewer may do", async () => {
    await deleted("one@bin.example", "asked for it");
    const two = await deleted("two@bin.example", undefined, "owner");
    const { body } = await bin("admin");
    expect(body.users).toMatchObject([
      { email: "two@bin.example", by: { email: "owner@example.com" }, keptRoles: ["member"], roles: [] },
      { email: "one@bin.example", by: { email: "admin@example.com" }, reason: "asked for it", status: "deleted" },
    ]);
    expect(Date.parse(body.users[0].since)).toBeGreaterThan(Date.now() - 60_000);
    expect(body.users[0].can).toEqual(expect.arrayContaining(["users.restore", "users.erase"]));
    expect((await bin("viewer")).body.users[0].can).not.toContain("users.restore");
    await must(desk.call("POST", `/users/${two}/restore`, { as: "admin", body: {} }));
    expect(emails((await bin()).body)).toEqual(["one@bin.example"]);
  });

  it("are told by their last time in it, also where an undo put them there", async () => {
    const id = await deleted("back@bin.example", "the first time");
    const restored = await desk.call("POST", `/users/${id}/restore`, { as: "admin", body: {} });
    await must(
      desk.call("POST", `/audit/${restored.body.entry}/undo`, { as: "owner", body: { reason: "by mistake" } }),
    );
    const { body } = await bin("viewer", "?q=back@");
    expect(body.users).toMatchObject([{ by: { email: "owner@example.com" }, reason: "by mistake" }]);
  });

  it("are found by address and name, and come in pages of twenty-five", async () => {
    const { body } = await bin("viewer", "?q=ONE@bin");
    expect([body.total, emails(body)]).toEqual([1, ["one@bin.example"]]);
    expect((await bin("viewer", "?page=2")).body.users).toEqual([]);
    expect((await bin("viewer", "?page=0")).body.error.field).toBe("page");
  });

  it("R44 are listed also where the audit does not answer", async () => {
    desk.blobs.on("GET", /prefix=.*about/, { kind: "answer", status: 500 });
    const { status, body } = await bin("viewer", "?q=one@");
    expect([status, emails(body)]).toEqual([200, ["one@bin.example"]]);
    expect(body.users[0]).not.toHaveProperty("by");
  });

  it("with those whose account is gone, and not yet all that is kept of them, until that is done", async () => {
    const id = await deleted("half@bin.example", undefined);
    const body = { confirm: "half@bin.example" };
    desk.identity.on("DELETE", /./, { kind: "answer", status: 503 });
    expect((await desk.call("POST", `/users/${id}/erase`, { as: "admin", body })).status).toBe(503);
    desk.identity.clear();
    expect((await bin()).body.unfinished).toEqual([]);
    desk.blobs.on("DELETE", /about/, { kind: "answer", status: 500 });
    expect((await desk.call("POST", `/users/${id}/erase`, { as: "admin", body })).status).toBe(503);
    desk.blobs.clear();
    expect((await bin()).body.unfinished).toEqual([id]);
    const batch = "0123456789abcdef0123456789abcdef";
    const { body: ended } = await desk.call("POST", "/bin/empty", { as: "admin", body: { ids: [id], batch } });
    expect(ended.results).toMatchObject([{ id, outcome: "done" }]);
    expect((await bin()).body.unfinished).toEqual([]);
  });
});
