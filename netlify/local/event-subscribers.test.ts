import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipFunctions } from "@netlify/zip-it-and-ship-it";
import { afterEach, expect, it, vi } from "vitest";
import { type Functions, openFunctions } from "./functions.ts";
import { type Local, type LocalOptions, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureSite } from "./testing/fixture-functions.ts";

const PASSWORD = "long enough for anybody";
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Started {
  local: Local;
  site: FixtureFunctions;
  lines: string[];
}

async function start(files: Record<string, string>, options: Partial<LocalOptions> = {}): Promise<Started> {
  const site = await fixtureSite(files);
  undo.push(site.remove);
  const lines: string[] = [];
  const local = await startLocal({
    port: 0,
    functionsDir: site.directory,
    people: 0,
    bcryptCost: 4,
    legacyDirectory: false,
    identity: { GOTRUE_MAILER_AUTOCONFIRM: "true" },
    log: (line) => lines.push(line),
    ...options,
  });
  undo.push(local.close);
  return { local, site, lines };
}

async function signUp({ url }: Local, email: string) {
  const body = JSON.stringify({ email, password: PASSWORD, data: { full_name: "Ann" } });
  const response = await fetch(`${url}/.netlify/identity/signup`, { method: "POST", body });
  return { status: response.status, user: await response.json() };
}

function asOperator({ url, identity }: Local, request: string, body?: unknown): Promise<Response> {
  const [method, path] = request.split(" ");
  const headers = { authorization: `Bearer ${identity.operatorToken()}` };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${url}/.netlify/identity${path}`, { method, headers, ...text });
}

const listeners = ({ identity }: Local) =>
  identity.deliveries().map(({ event, url }) => `${event} ${new URL(url).pathname.split("/").at(-1)}`);

const adds = (name: string) => `export default {
  userSignup(event) { return { user: { ...event.user, roles: [...(event.user.roles ?? []), "${name}"] } }; },
};`;

it("calls several subscribers of one event by name, each with what the one before changed", async () => {
  const { local } = await start({
    "c-last.js": adds("last"),
    "a-first.mts": adds("first"),
    "identity-signup.js": `
      exports.handler = async (event) => {
        const { user } = JSON.parse(event.body);
        const roles = [...user.app_metadata.roles, "named"];
        return { statusCode: 200, body: JSON.stringify({ app_metadata: { ...user.app_metadata, roles } }) };
      };`,
    "b-second.ts": adds("second"),
  });
  const { user } = await signUp(local, "ann@example.org");
  expect(user.app_metadata).toEqual({ provider: "email", roles: ["first", "second", "last", "named"] });
  expect(user.user_metadata).toMatchObject({ full_name: "Ann" });
  expect(listeners(local)).toEqual(["signup a-first", "signup b-second", "signup c-last", "signup identity-signup"]);
});

it("stops at the first subscriber that denies, and keeps nothing of those before", async () => {
  const { local, lines } = await start({
    "a-first.js": adds("first").replace("userSignup", "userValidate"),
    "b-denies.js": `export default { userValidate(event) { event.deny(); } };`,
    "c-never.js": `export default { userValidate() { console.log("never called"); } };`,
  });
  expect(await signUp(local, "ann@example.org")).toEqual({
    status: 422,
    user: { code: 422, msg: "Failed to handle signup webhook" },
  });
  expect(local.identity.deliveries().map(({ tries, status }) => [tries, status])).toEqual([
    [1, 200],
    [3, 401],
  ]);
  expect(lines.join("\n")).not.toContain("never called");
  const seeded = (await (await asOperator(local, "GET /admin/users")).json()).users;
  expect(seeded.map(({ email }: { email: string }) => email)).not.toContain("ann@example.org");
});

it("tells typed functions what an admin changed and deleted; neither can be stopped, the first can be added to", async () => {
  const { local, lines } = await start({
    "watch.ts": `
      import type { NetlifyFunction, UserModifiedEvent } from "@netlify/functions";
      const seen = (what: string, user: UserModifiedEvent["user"]) => console.log(what, user.email, user.metadata, user.roles);
      export default {
        userModified(event) {
          seen("modified", event.user);
          if (event.user.userMetadata?.stop) return event.deny();
          return { user: { ...event.user, userMetadata: { ...event.user.userMetadata, noticed: true } } };
        },
        userDeleted(event) { seen("deleted", event.user); },
      } satisfies NetlifyFunction;`,
  });
  const { user } = await signUp(local, "ann@example.org");
  const change = (user_metadata: object) => asOperator(local, `PUT /admin/users/${user.id}`, { user_metadata });
  expect((await change({ a: 1 })).status).toBe(200);
  const read = async () => (await (await asOperator(local, `GET /admin/users/${user.id}`)).json()).user_metadata;
  expect(await read()).toEqual({ full_name: "Ann", a: 1, noticed: true });
  expect((await change({ stop: true })).status).toBe(200);
  expect((await asOperator(local, `DELETE /admin/users/${user.id}`)).status).toBe(200);
  const outcomes = local.identity.deliveries().map(({ event, tries, outcome }) => [event, tries, outcome]);
  expect(outcomes).toEqual([
    ["usermodified", 1, "accepted with 200, app_metadata and user_metadata replaced"],
    ["usermodified", 3, "refused with 401, 3 times; the change stands, for this event comes after it"],
    ["userdeleted", 1, "accepted with 200, nothing to change"],
  ]);
  expect(lines.join("\n")).toMatch(/function: modified ann@example.org[\s\S]*function: deleted ann@example.org/);
});

it("R18 waits three times five seconds for a function that hangs, and answers in upstream's words", {
  timeout: 40_000,
}, async () => {
  const { local } = await start({ "identity-validate.js": "exports.handler = () => new Promise(() => undefined);" });
  const begun = performance.now();
  const { status, user } = await signUp(local, "ann@example.org");
  expect([status, user.msg]).toEqual([504, "Failed to perform webhook in time frame (5 seconds)"]);
  expect(performance.now() - begun).toBeGreaterThan(14_900);
  const [delivery] = local.identity.deliveries();
  expect(delivery?.outcome).toBe("no answer in time, 3 times; Identity gives up with 504");
  expect(delivery?.attempts.map(({ startMs }) => Math.round(startMs / 1000))).toEqual([0, 5, 10]);
});

it("keeps the other functions when one does not load, and takes it once it is mended", async () => {
  const { local, site, lines } = await start(
    {
      "good.ts": `export default async () => new Response("good");`,
      "bad.ts": `import { gone } from "./gone.ts"; export default async () => new Response(gone);`,
      "identity-validate.js": `const = ;`,
    },
    { watch: true },
  );
  const call = async (name: string) => (await fetch(`${local.url}/.netlify/functions/${name}`)).status;
  expect([await call("good"), await call("bad")]).toEqual([200, 500]);
  expect(lines).toContain('bad does not load: bad.ts:1: Could not resolve "./gone.ts"');
  expect(lines.join("\n")).toMatch(/identity-validate does not load: identity-validate\.js:1: .*"="/);
  // Nobody may slip past a check that is broken.
  expect((await signUp(local, "ann@example.org")).status).toBe(422);

  await site.write({ "gone.ts": `export const gone = "found";` });
  await site.write({ "bad.ts": `import { gone } from "./gone.ts"; export default async () => new Response(gone);` });
  await vi.waitFor(async () => expect(await call("bad")).toBe(200), { timeout: 10_000, interval: 100 });
  await site.write({ "identity-validate.js": "exports.handler = async () => ({ statusCode: 204 });" });
  await vi.waitFor(async () => expect((await signUp(local, "ann@example.org")).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
  await site.write({ "good.ts": "export default async () => {" });
  await vi.waitFor(() => expect(lines.join("\n")).toMatch(/good does not load: good\.ts:1: /), { timeout: 10_000 });
  expect(await call("good")).toBe(200);
});

it("listens for new events as soon as a function for them is there", async () => {
  const { local, site } = await start(
    { "hello.js": "exports.handler = async () => ({ statusCode: 200 });" },
    { watch: true },
  );
  expect((await signUp(local, "ann@example.org")).status).toBe(200);
  await site.write({ "gate.mjs": "export default { userLogin(event) { event.deny(); } };" });
  const body = new URLSearchParams({ grant_type: "password", username: "ann@example.org", password: PASSWORD });
  const signIn = async () => (await fetch(`${local.url}/.netlify/identity/token`, { method: "POST", body })).status;
  await vi.waitFor(async () => expect(await signIn()).toBe(422), { timeout: 10_000, interval: 100 });
});

it.each([
  ["identity-login.mts", `export const config = { path: "/api/x" };`, "has no path of its own"],
  ["nightly.mts", `export const config = { path: "/api/x", schedule: "@daily" };`, "a scheduled function has no path"],
])("refuses to start with %s whose configuration Netlify's build refuses", async (file, config, reason) => {
  await expect(start({ [file]: `export default async () => undefined; ${config}` })).rejects.toThrow(reason);
});

const TYPED = {
  "literal.js": `export default { userSignup() {}, userDeleted: () => undefined, other() {} };`,
  "variable.ts": `
    import type { NetlifyFunction } from "@netlify/functions";
    const handlers = { userValidate() {}, fetch: async () => new Response("hi") } satisfies NetlifyFunction;
    export default handlers;`,
  "common.cjs": `exports.default = { userLogin() {}, userModified() {} };`,
  "quiet.mts": `export default { userLogin() {}, config: { background: true } };`,
  "plain.mjs": `export default async () => undefined;`,
  "classic.js": `exports.handler = async () => ({ statusCode: 200 }); exports.config = { background: true };`,
  "slow-background.js": `exports.handler = async () => undefined;`,
};

async function openFixture(files: Record<string, string>): Promise<{ functions: Functions; site: FixtureFunctions }> {
  const site = await fixtureSite(files);
  undo.push(site.remove);
  const functions = await openFunctions({ directory: site.directory, env: {}, log: () => undefined });
  undo.push(functions.close);
  return { functions, site };
}

async function builtFrom(directory: string) {
  const output = await mkdtemp(join(tmpdir(), "desk-built-"));
  undo.push(() => rm(output, { recursive: true, force: true }));
  const manifest = join(output, "manifest.json");
  return { found: await zipFunctions(directory, output, { archiveFormat: "none", manifest }), manifest };
}

it("finds the same events, kinds and background functions as Netlify's bundler in the same sources", async () => {
  const { functions, site } = await openFixture(TYPED);
  const { found } = await builtFrom(site.directory);
  expect(found.find(({ name }) => name === "variable")?.eventSubscriptions).toContain("fetch");
  const theirs = found.map(({ name, runtimeAPIVersion, invocationMode, eventSubscriptions = [] }) => {
    const events = eventSubscriptions.filter((event) => event !== "fetch");
    return { name, classic: runtimeAPIVersion === 1, background: invocationMode === "background", events };
  });
  const ours = functions.list().map(({ name, kind, background, events }) => {
    return { name, classic: kind === "classic", background, events };
  });
  const sorted = (list: { name: string; events: string[] }[]) =>
    list.map((fn) => ({ ...fn, events: [...fn.events].sort() })).sort((a, b) => a.name.localeCompare(b.name));
  expect(sorted(ours)).toEqual(sorted(theirs));
});

it("goes by the manifest of a build where there is one", async () => {
  const dynamic = `const name = "userLogin"; export default { [name]() {}, userSignup() {} };`;
  const { functions, site } = await openFixture({ "dynamic.mjs": dynamic });
  expect(functions.list()[0]?.events.toSorted()).toEqual(["identity_login", "identity_signup"]);
  const { manifest } = await builtFrom(site.directory);
  await writeFile(join(site.directory, "manifest.json"), await readFile(manifest));
  await functions.restart();
  expect(functions.list()[0]?.events).toEqual(["identity_signup"]);
});
