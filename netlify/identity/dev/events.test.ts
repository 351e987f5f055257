import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { inTurn, type ScriptedServer, startScriptedServer } from "../replay/scripted-server.ts";
import { SECRET, startIdentity, type Wire } from "../testing/start.ts";

let wire: Wire;
let hook: ScriptedServer;
beforeEach(async () => {
  hook = await startScriptedServer();
  wire = await startIdentity(
    { GOTRUE_MAILER_AUTOCONFIRM: "true" },
    { hooks: () => ({ validate: [`http://${hook.address}/validate`] }) },
  );
});
afterEach(async () => {
  await wire.close();
  await hook.close();
});

const signUp = (email: string, data = {}) =>
  wire.call("POST /signup", { body: { email, password: "long enough", data } });
const asJson = { accept: "application/json" };
const get = (path: string, headers = {}) => wire.call(`GET /__dev${path}`, { bearer: null, headers });

async function newest(): Promise<string> {
  return (await get("/events", asJson)).json.at(-1).id;
}

it("lists deliveries with what came of them, and one with its request and every try", async () => {
  hook.script(inTurn([{ status: 403, headers: { "X-Why": "known" }, body: "known elsewhere" }]));
  await signUp("ann@example.org");
  const [row, ...more] = (await get("/events", asJson)).json;
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    event: "validate",
    url: `http://${hook.address}/validate`,
    tries: 3,
    status: 403,
    ms: expect.any(Number),
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    person: "ann@example.org",
    accepted: false,
    outcome: "refused with 403, 3 times; Identity gives up with 422",
  });
  expect(row).not.toHaveProperty("request");
  const { json: one } = await get(`/events?id=${row.id}`, asJson);
  const [call] = hook.takeCalls();
  expect(one.request.body).toBe(call?.body);
  expect(one.request.headers["X-Webhook-Signature"]).toBe(call?.headers["x-webhook-signature"]);
  expect(one.attempts).toHaveLength(3);
  expect(one.attempts[0]).toMatchObject({ status: 403, body: "known elsewhere", bodyBytes: 15 });
  expect(one.attempts[0].headers).toContainEqual(["X-Why", "known"]);
  expect((await get(`/events/${row.id}`, asJson)).json).toEqual(one);
});

it("says in words what became of an answer", async () => {
  const answers = [
    { status: 204 },
    { body: '{"user_metadata":{"a":1},"app_metadata":{"roles":[]}}' },
    { body: "not json" },
  ];
  hook.script(inTurn(answers));
  for (const name of ["one", "two", "three"]) await signUp(`${name}@example.org`);
  const words = (await get("/events", asJson)).json.map(({ outcome }: { outcome: string }) => outcome);
  expect(words).toEqual([
    "accepted with 204, nothing to change",
    "accepted with 200, app_metadata and user_metadata replaced",
    expect.stringMatching(
      /^answered 200 with a body that cannot be read: .*invalid character.*; Identity gives up with 500$/,
    ),
  ]);
});

it("finds those for an address or an event, and says where a delivery is gone", async () => {
  await signUp("ann@example.org");
  await signUp("bob@example.org");
  const people = async (query: string) =>
    (await get(`/events?${query}`, asJson)).json.map(({ person }: { person: string }) => person);
  expect(await people("email=BOB")).toEqual(["bob@example.org"]);
  expect(await people("event=login")).toEqual([]);
  const gone = await get("/events?id=nobody", asJson);
  expect([gone.status, gone.json.error]).toEqual([404, expect.stringContaining("There is no delivery nobody")]);
});

it("R17 sends a delivery again with the same body under a new signature, and changes nothing by the answer", async () => {
  await signUp("ann@example.org");
  const id = await newest();
  const [first] = hook.takeCalls();
  hook.script(inTurn([{ body: '{"user_metadata":{"changed":true}}' }]));
  wire.identity.clock.advance(60_000);
  const again = await wire.call(`POST /__dev/events/${id}`, { bearer: null, headers: asJson, body: { again: true } });
  expect(again.json).toMatchObject({
    repeats: id,
    tries: 1,
    accepted: true,
    outcome: "accepted with 200; sent again by hand, so Identity does nothing about it",
  });
  const [second] = hook.takeCalls();
  expect(second?.body).toBe(first?.body);
  const signature = second?.headers["x-webhook-signature"] ?? "";
  expect(signature).not.toBe(first?.headers["x-webhook-signature"]);
  const [head, claims, mac] = signature.split(".");
  expect(createHmac("sha256", SECRET).update(`${head}.${claims}`).digest("base64url")).toBe(mac);
  expect((await wire.call("GET /admin/users")).json.users[0].user_metadata).toEqual({});
});

it("sends nothing without being told to", async () => {
  await signUp("ann@example.org");
  hook.takeCalls();
  const id = await newest();
  const refused = await wire.call(`POST /__dev/events/${id}`, { bearer: null, headers: asJson, body: {} });
  expect([refused.status, refused.json.error]).toEqual([422, 'Say {"again":true} to send this delivery once more.']);
  expect(hook.takeCalls()).toEqual([]);
});

it("S43 shows what strangers typed as text", async () => {
  hook.script(inTurn([{ status: 403, body: "<script>alert(2)</script>" }]));
  await signUp("ann@example.org", { name: "<script>alert(1)</script>" });
  const page = await get(`/events/${await newest()}`, { accept: "text/html" });
  expect(page.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page.text).toContain("&lt;script&gt;alert(2)&lt;/script&gt;");
  expect(page.text).not.toContain("<script");
});
