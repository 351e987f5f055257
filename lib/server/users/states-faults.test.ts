import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  desk = await startShakyDesk();
  people = peopleIn(desk.world);
});
afterEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
});
afterAll(() => desk.close());

const everything = /./;
const somebody = () => people.add({ app_metadata: { provider: "email", roles: ["member"] } });
const suspend = (id: string, more = {}) =>
  desk.call("POST", `/users/${id}/suspend`, { as: "admin", body: { reason: "why", ...more } });

describe("suspending, when something breaks", () => {
  it("R03 is done when the answer to the first write is lost", async () => {
    const id = await somebody();
    desk.identity.on("PUT", everything, { kind: "lose" }, 1);
    expect((await suspend(id)).body.user).toMatchObject({ status: "suspended", keptOut: { roles: ["member"] } });
  });

  it("changes nothing while the audit cannot be written", async () => {
    const id = await somebody();
    desk.blobs.on("PUT", everything, { kind: "answer", status: 500 });
    expect((await suspend(id)).body.error.code).toBe("store_unavailable");
    expect((await people.stored(id)).app_metadata.roles).toEqual(["member"]);
  });

  it("with an end names the setting that is missing, and changes nothing", async () => {
    const id = await somebody();
    const { status, body } = await suspend(id, { until: "2099-01-01T00:00:00Z" });
    expect(status).toBe(503);
    expect(body.error.message).toContain("DESK_CRON_SECRET");
    expect((await people.stored(id)).app_metadata.roles).toEqual(["member"]);
  });

  it("asks Identity for roles and state in one request, and for nothing else", async () => {
    const id = await somebody();
    await suspend(id);
    const [write, ...more] = desk.identity.calls.filter(({ method }) => method === "PUT");
    expect(more).toEqual([]);
    const { app_metadata, ...rest } = JSON.parse(write?.body ?? "{}");
    expect([Object.keys(app_metadata), rest]).toEqual([["roles", "desk"], {}]);
  });
});
