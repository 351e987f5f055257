import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "../testing/start.ts";

let wire: Wire;
beforeAll(async () => {
  wire = await startIdentity({ GOTRUE_SITE_URL: "http://localhost:3000/app" });
});
afterAll(() => wire.close());
beforeEach(() => wire.identity.reset());

const HTML = { accept: "text/html" };
const form = (path: string, fields: Record<string, string>) =>
  fetch(`${wire.url}/__dev${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: HTML,
    redirect: "manual",
  });
const see = async (path: string) => (await fetch(`${wire.url}/__dev${path}`, { headers: HTML })).text();

async function add(fields: Record<string, unknown>): Promise<string> {
  const { status, json } = await wire.call("POST /__dev/people", { body: fields });
  expect(status).toBe(201);
  return json.id;
}

describe("the people of the console", () => {
  it("adds somebody who can sign in, without a mail and without asking a hook", async () => {
    const id = await add({
      email: "ann@example.com",
      password: "secret",
      full_name: "Ann",
      roles: ["editor"],
      confirmed: true,
    });
    const { json: session } = await wire.form({
      grant_type: "password",
      username: "ann@example.com",
      password: "secret",
    });
    const { json: user } = await wire.call("GET /user", { bearer: session.access_token });
    expect(user).toMatchObject({
      id,
      app_metadata: { provider: "email", roles: ["editor"] },
      user_metadata: { full_name: "Ann" },
    });
    expect(wire.identity.mails.list()).toEqual([]);
    expect((await wire.call(`GET /__dev/people/${id}`)).json).toMatchObject({
      state: "active",
      has_password: true,
      sessions: 1,
    });
  });

  it("refuses an address that is taken or missing and a password that does not fit, with what was typed", async () => {
    await add({ email: "ann@example.com" });
    const twin = await form("/people", { email: "ANN@example.com", full_name: "A <b>" });
    expect(twin.status).toBe(422);
    expect(await twin.text()).toMatch(
      /open><summary>Add a person[\s\S]*already\.<\/p>[\s\S]*value="ANN@example.com"[\s\S]*value="A &lt;b&gt;"/,
    );
    const bodies = [
      {},
      { email: " " },
      { email: 5 },
      { email: "x@y.z", password: "x".repeat(73) },
      { email: "x".repeat(256) },
    ];
    for (const body of bodies) {
      expect((await wire.call("POST /__dev/people", { body })).status, JSON.stringify(body)).toBe(422);
    }
    expect(wire.identity.people.count()).toBe(1);
  });

  it("finds by address and name, literally, and says so when there is nobody", async () => {
    await add({ email: "a_b@example.com", full_name: "Zoë" });
    await add({ email: "axb@example.com" });
    const found = async (q: string) =>
      (await wire.call(`GET /__dev/people?q=${encodeURIComponent(q)}`)).json.people.map(
        ({ email }: { email: string }) => email,
      );
    expect(await found("a_b")).toEqual(["a_b@example.com"]);
    expect(await found("zoe")).toEqual(["a_b@example.com"]);
    expect(await found("%")).toEqual([]);
    expect(await found("\\")).toEqual([]);
    expect(await found("")).toEqual(["axb@example.com", "a_b@example.com"]);
    expect(await see("/people?q=nobody")).toContain("Nobody is like that");
  });

  it("shows fifty on a page, and a page that is none as the end of the list", async () => {
    wire.identity.people.add(Array.from({ length: 120 }, (_, index) => ({ email: `p${index}@example.org` })));
    const first = await see("/people?q=p");
    expect(first).toContain("1–50 of 120");
    expect(first).toContain('href="/__dev/people?q=p&amp;page=2"');
    expect(await see("/people?page=3")).toContain("101–120 of 120");
    for (const page of ["9", "1e9", "9007199254740993", "-1", "x"]) {
      expect((await wire.call(`GET /__dev/people?page=${page}`)).status, page).toBe(200);
    }
    expect(await see("/people?page=9")).toContain("The list ends before this page");
  });

  it("confirms, changes address, password and metadata, and keeps what is left out", async () => {
    const id = await add({ email: "ann@example.com", roles: ["editor"] });
    const change = async (body: unknown) => (await wire.call(`POST /__dev/people/${id}`, { body })).json;
    expect(await change({ confirm: true })).toMatchObject({ state: "active", app_metadata: { roles: ["editor"] } });
    expect(await change({ email: "bob@example.com", app_metadata: { roles: [] } })).toMatchObject({
      email: "bob@example.com",
      app_metadata: { roles: [] },
    });
    expect((await change({ password: "another" })).app_metadata).toEqual({ roles: [] });
    const session = await wire.form({ grant_type: "password", username: "bob@example.com", password: "another" });
    expect(session.status).toBe(200);
    const log = (await wire.call("GET /admin/audit")).json;
    expect(
      log.filter(({ payload }: { payload: { action: string } }) => payload.action === "user_modified"),
    ).toHaveLength(3);
  });

  it("keeps every key of metadata, __proto__ too, and refuses what is no object or too deep", async () => {
    const id = await add({ email: "ann@example.com" });
    const saved = await form(`/people/${id}`, { user_metadata: '{"__proto__":{"a":1},"constructor":2}' });
    expect(saved.status).toBe(303);
    expect((await wire.call(`GET /__dev/people/${id}`)).text).toContain(
      '"user_metadata":{"__proto__":{"a":1},"constructor":2}',
    );
    const nested = `${'{"a":'.repeat(40)}1${"}".repeat(40)}`;
    for (const text of ["[]", "null", "{", "5", nested]) {
      const refused = await form(`/people/${id}`, { user_metadata: text });
      expect(refused.status, text).toBe(422);
      expect(await refused.text()).toMatch(/open><summary>Change user_metadata[\s\S]*class="problem"/);
    }
    expect((await wire.call(`POST /__dev/people/${id}`, { body: {} })).status).toBe(422);
  });

  it("opens the site with a session that works", async () => {
    const id = await add({ email: "ann@example.com", confirmed: true });
    const { headers } = await form(`/people/${id}/session`, {});
    const [address, fragment] = (headers.get("location") ?? "").split("#");
    expect(address).toBe("http://localhost:3000/app/");
    const session = new URLSearchParams(fragment);
    expect((await wire.call("GET /user", { bearer: session.get("access_token") ?? "" })).json.id).toBe(id);
    const renewed = await wire.form({ grant_type: "refresh_token", refresh_token: session.get("refresh_token") ?? "" });
    expect(renewed.status).toBe(200);
    const page = await fetch(`${wire.url}/__dev/people/${id}`, { headers: HTML });
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://localhost:3000;");
  });

  it("deletes, and knows nobody by that id any more", async () => {
    const id = await add({ email: "ann@example.com" });
    expect((await form(`/people/${id}`, { delete: "true" })).headers.get("location")).toMatch(
      /^\/__dev\/people\?said=/,
    );
    expect(wire.identity.people.count()).toBe(0);
    for (const request of [
      `GET /__dev/people/${id}`,
      `DELETE /__dev/people/${id}`,
      `POST /__dev/people/${id}/session`,
    ]) {
      expect((await wire.call(request)).status, request).toBe(404);
    }
    const changed = await wire.call(`POST /__dev/people/${id}`, { body: { confirm: true } });
    expect(changed).toMatchObject({ status: 404, json: { error: expect.stringContaining("There is no account") } });
    expect(await see("/people")).toContain("Nobody yet");
  });
});
