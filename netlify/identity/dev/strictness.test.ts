import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COVERAGE } from "../coverage.ts";
import { listen } from "../listen.ts";
import { createIdentity, type Identity } from "../server.ts";
import { parseSettings } from "../settings.ts";
import { withConsole } from "./console.ts";

let identity: Identity;
let server: Awaited<ReturnType<typeof listen>>;
let url: string;
beforeAll(async () => {
  identity = await createIdentity({ settings: parseSettings({}).settings });
  server = await listen(withConsole(identity), 0);
  url = `http://localhost:${server.port}/__dev`;
});
afterAll(async () => {
  await server.close();
  await identity.close();
});

async function post(body: string | URLSearchParams) {
  return fetch(`${url}/strictness`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: typeof body === "string" ? { "Content-Type": "application/json" } : { Accept: "text/html" },
  });
}
const on = () => identity.strictness.list().flatMap((each) => (each.on ? [each.name] : []));

describe("/__dev/strictness", () => {
  it("switches the group, one of it, and several at once", async () => {
    expect((await post('{"upstream-2026":true}')).status).toBe(200);
    expect(on()).toContain("upstream-2026");
    await post('{"per_page_cap":false,"hook_status":true}');
    expect(on()).not.toContain("upstream-2026");
    expect(on()).toContain("hook_status");
    const list = await (await post('{"upstream-2026":false,"hook_status":false}')).json();
    expect(list).toEqual(identity.strictness.list());
    expect(on()).toEqual([]);
  });

  it.each([
    ['{"per_page_cap":true,"nothing":true}', /no switch \\?"nothing\\?".*upstream-2026/],
    ['{"per_page_cap":"yes"}', /switched with true or false/],
    ["{}", /Say what to switch/],
  ])("refuses %s and switches nothing", async (body, message) => {
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect((await answer.json()).error).toMatch(message);
    expect(on()).toEqual([]);
  });

  it("takes a form's button and goes back to the page, which shows it", async () => {
    const answer = await post(new URLSearchParams({ body_cap: "true" }));
    expect(answer.status).toBe(303);
    expect(on()).toEqual(["body_cap"]);
    const page = await (await fetch(`${url}/strictness`, { headers: { Accept: "text/html" } })).text();
    expect(page).toContain('aria-label="Switch off body_cap"');
    expect(page).toContain('aria-label="Switch on per_page_cap"');
  });
});

describe("/__dev/coverage", () => {
  it("gives programs the table and people a page of it", async () => {
    expect(await (await fetch(`${url}/coverage`)).json()).toEqual(COVERAGE);
    const page = await (await fetch(`${url}/coverage`, { headers: { Accept: "text/html" } })).text();
    for (const { route } of COVERAGE) expect(page).toContain(route);
  });
});
