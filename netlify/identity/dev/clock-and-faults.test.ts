import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../listen.ts";
import { startIdentity, type Wire } from "../testing/start.ts";
import { withConsole } from "./console.ts";
import { FAULT_EXAMPLES } from "./fault-examples.ts";

const HTML = { accept: "text/html" };

let wire: Wire;
let url: string;
let close: () => Promise<void>;
beforeEach(async () => {
  wire = await startIdentity({}, { now: () => Date.parse("2026-01-02T03:04:05Z") });
  const server = await listen(withConsole(wire.identity), 0);
  url = `http://127.0.0.1:${server.port}`;
  close = server.close;
});
afterEach(async () => {
  await close();
  await wire.close();
});

const dev = (path: string, init: RequestInit = {}) => fetch(`${url}/__dev${path}`, { redirect: "manual", ...init });
const send = (path: string, body: unknown, method = "POST") => {
  const headers = { "content-type": "application/json" };
  return dev(path, { method, body: JSON.stringify(body), headers });
};
const submit = (path: string, fields: Record<string, string>) =>
  dev(path, { method: "POST", body: new URLSearchParams(fields), headers: HTML });
const read = async (path: string) => (await dev(path, { headers: HTML })).text();

describe("/__dev/clock", () => {
  it("moves, sets, stops and resets the clock, and answers with its state", async () => {
    const ask = async (body: unknown) => (await send("/clock", body)).json();
    expect(await ask({ advance: "20m" })).toEqual({
      now: "2026-01-02T03:24:05.000Z",
      offsetMs: 1_200_000,
      frozen: false,
    });
    expect((await ask({ set: "2026-12-01T00:00:00Z" })).now).toBe("2026-12-01T00:00:00.000Z");
    expect((await ask({ freeze: true })).frozen).toBe(true);
    expect((await ask({ freeze: false })).frozen).toBe(false);
    expect(await ask({ reset: true })).toMatchObject({ offsetMs: 0 });
    expect(await (await dev("/clock")).json()).toMatchObject({ now: "2026-01-02T03:04:05.000Z" });
    const refused = await send("/clock", { advance: "soon" });
    expect([refused.status, (await refused.json()).error]).toEqual([422, expect.stringContaining('like "20m"')]);
  });

  it("says on every page that it was moved, and that what was written may lie in the future", async () => {
    expect(await read("")).not.toContain('class="notice"');
    const moved = await submit("/clock", { advance: "-2h" });
    expect([moved.status, moved.headers.get("location")]).toEqual([
      303,
      expect.stringMatching(/^\/__dev\/clock\?said=/),
    ]);
    expect(await read("/mails")).toContain("The clock says 2026-01-02 01:04:05 UTC: 2 hours behind the real time.");
    expect(await read("/clock")).toContain("lies in the future here");
    const wrong = await submit("/clock", { set: "tomorrow" });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringMatching(/role="alert">.*with its zone/)]);
  });
});

describe("/__dev/faults", () => {
  it("adds, lists with counts, removes one and clears all", async () => {
    const made = await send("/faults", { kind: "status", route: "POST /token", status: 503, times: 2, after: 0 });
    expect([made.status, await made.json()]).toEqual([
      201,
      {
        id: "1",
        kind: "status",
        route: "POST /token",
        status: 503,
        times: 2,
        after: 0,
        seen: 0,
        hits: 0,
        spent: false,
      },
    ]);
    expect((await fetch(`${url}/token`, { method: "POST" })).status).toBe(503);
    expect(await (await dev("/faults/1")).json()).toMatchObject({ seen: 1, hits: 1 });
    await send("/faults", { kind: "delay" });
    expect((await dev("/faults/1", { method: "DELETE" })).status).toBe(200);
    expect((await dev("/faults/1", { method: "DELETE" })).status).toBe(404);
    expect(await (await dev("/faults")).json()).toMatchObject([{ id: "2" }]);
    expect(await (await dev("/faults", { method: "DELETE" })).json()).toEqual([]);
    const refused = await send("/faults", { kind: "status", route: "POST /tokens" });
    expect([refused.status, (await refused.json()).error]).toEqual([422, expect.stringContaining("Those there are")]);
  });

  it("never acts on /__dev itself, and shows on every page that one is on", async () => {
    await send("/faults", { kind: "status", times: 1 });
    expect(await read("")).toContain("A fault is on: every request answers 503.");
    expect((await fetch(`${url}/health`)).status).toBe(503);
    expect(await read("")).not.toContain("A fault is on");
    expect(await read("/faults")).toContain('<span class="tag">spent</span>');
  });

  it("has examples that all can be switched on from the page and removed again", async () => {
    const text = await read("/faults");
    for (const [index, { name, rule }] of FAULT_EXAMPLES.entries()) {
      expect(text).toContain(`aria-label="Switch on: ${name}"`);
      const fields = Object.entries(rule).map(([key, value]) => [key, String(value)]);
      expect((await submit("/faults", Object.fromEntries(fields))).status, name).toBe(303);
      expect(wire.identity.faults.list()[index]).toMatchObject(rule);
    }
    expect((await submit("/faults/1", {})).status).toBe(303);
    expect((await submit("/faults", { clear: "true" })).status).toBe(303);
    expect(wire.identity.faults.list()).toEqual([]);
  });

  it("keeps what was typed into a form that is refused", async () => {
    const refused = await submit("/faults", { kind: "delay", route: "POST /token", ms: "slow", times: "" });
    const text = await refused.text();
    expect(refused.status).toBe(422);
    expect(text).toMatch(/role="alert">&quot;ms&quot; is &quot;slow&quot;: give a whole number/);
    expect(text).toContain('name="ms" value="slow"');
    expect(text).toContain('<option value="delay" selected>');
  });
});

describe("/__dev/links", () => {
  it("tells of each link what it opens, to programs and to people", async () => {
    await wire.call("POST /invite", { body: { email: "a@x.io" } });
    await wire.call("POST /invite", { body: { email: "b@x.io" } });
    const links = await (await dev("/links?email=a%40x.io")).json();
    expect(links).toMatchObject([{ kind: "invite", to: "a@x.io", state: "works", expires_at: "never" }]);
    expect(await (await dev("/links")).json()).toHaveLength(2);
    const text = await read("/links?email=a%40x.io");
    expect(text).toContain("never expires: upstream measures its age");
    expect(text).toContain(`<a class="button" href="${links[0].link}">`);
    expect(text).not.toContain("b@x.io");
  });
});

it("moves the clock back and ends all faults when everything starts over", async () => {
  await send("/clock", { advance: "8d" });
  await send("/faults", { kind: "status" });
  expect((await dev("/reset", { method: "POST" })).status).toBe(200);
  expect(await (await dev("/clock")).json()).toMatchObject({ offsetMs: 0 });
  expect(await (await dev("/faults")).json()).toEqual([]);
});
