import { afterEach, describe, expect, it } from "vitest";
import { withConsole } from "./dev/console.ts";
import { listen } from "./listen.ts";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** An Identity with its console, as `npm run identity` serves it. */
async function start(): Promise<Wire & { dev: string }> {
  const wire = await startIdentity();
  const server = await listen(withConsole(wire.identity), 0);
  open.push(server.close, wire.close);
  return { ...wire, dev: `http://127.0.0.1:${server.port}/__dev` };
}

async function post(address: string, body: string): Promise<{ status: number; json: ReturnType<typeof JSON.parse> }> {
  const answer = await fetch(address, { method: "POST", body });
  return { status: answer.status, json: await answer.json() };
}

const exported = async ({ dev }: { dev: string }) => (await fetch(`${dev}/people/export`)).text();
const signIn = (wire: Wire, username: string, password: string) =>
  wire.form({ grant_type: "password", username, password });

describe("exporting and importing people", () => {
  it("moves everybody to an empty Identity as they are: ids, passwords, metadata, times and open links", async () => {
    const from = await start();
    const metadata = { full_name: "Zoë\n“Z” <b>", "9": 1, "1": [1e21, null, { é: true }], __proto__x: {} };
    await from.call("POST /admin/users", {
      body: { email: "zoë@x.io", password: "secret-1", confirm: true, user_metadata: metadata },
    });
    await from.call("POST /signup", { bearer: null, body: { email: "new@x.io", password: "secret-2" } });
    await from.call("POST /invite", { body: { email: "guest@x.io" }, headers: { "X-JWT-AUD": "elsewhere" } });
    from.identity.people.add([{ email: "old@x.io", created_at: "2001-02-03T04:05:06Z", new_email: "next@x.io" }]);
    const text = await exported(from);
    const to = await start();
    const { status, json } = await post(`${to.dev}/people/import`, text);
    expect([status, json.imported, json.refused]).toEqual([200, 4, 0]);
    expect(await exported(to)).toBe(text);
    expect((await to.call("GET /admin/users")).text).toBe((await from.call("GET /admin/users")).text);
    expect((await signIn(to, "zoë@x.io", "secret-1")).status).toBe(200);
    const confirm = { type: "signup", token: tokenOfMail(from, "new@x.io") };
    expect((await to.call("POST /verify", { bearer: null, body: confirm })).status).toBe(200);
  });

  it("keeps twins of an export, which name their ids", async () => {
    const from = await start();
    from.identity.people.add([{ email: "twin@x.io" }, { email: "Twin@x.io" }]);
    const to = await start();
    expect((await post(`${to.dev}/people/import`, await exported(from))).status).toBe(200);
    expect(to.identity.people.count()).toBe(2);
  });

  it("takes plain passwords, an array, and what the admin API lists; only an address is needed", async () => {
    const wire = await start();
    await post(`${wire.dev}/people/import`, '[{"email":"a@x.io","password":"pw-a","confirmed_at":"2026-01-01"}]');
    expect((await signIn(wire, "a@x.io", "pw-a")).status).toBe(200);
    const { text } = await wire.call("GET /admin/users");
    const other = await start();
    expect((await post(`${other.dev}/people/import`, text)).json.rows).toMatchObject([
      { line: 1, email: "a@x.io", outcome: "imported" },
    ]);
    const lines = '\ufeff{"email":"b@x.io"}\r\n\r\n{"email":"c@x.io","user_metadata":null}';
    expect(
      (await post(`${other.dev}/people/import`, lines)).json.rows.map(({ line }: { line: number }) => line),
    ).toEqual([1, 3]);
    expect((await other.call("GET /admin/users?filter=b@x.io")).json.users[0]).toMatchObject({
      app_metadata: { provider: "email" },
      user_metadata: {},
    });
  });

  it("names each bad entry by its line and then imports nobody, unless told to take the others", async () => {
    const wire = await start();
    const taken = "5a0c1b2d-3e4f-4a5b-8c6d-7e8f90a1b2c3";
    wire.identity.people.add([{ id: taken, email: "here@x.io" }]);
    const lines = [
      '{"email":"good@x.io"}',
      '{"email":""}',
      "nonsense",
      "[1]",
      '{"email":"u@x.io","rolls":["a"]}',
      '{"email":"HERE@x.io"}',
      `{"email":"i@x.io","id":"${taken}"}`,
      '{"email":"j@x.io","id":"7"}',
      '{"email":"t@x.io","created_at":"yesterday"}',
      `{"email":"p@x.io","password":"a","encrypted_password":"$2a$04$${"a".repeat(53)}"}`,
      '{"email":"h@x.io","encrypted_password":"plain"}',
      '{"email":"m@x.io","app_metadata":[]}',
      '{"email":"Good@x.io"}',
      `{"email":"${"l".repeat(251)}@x.io"}`,
    ];
    const reasons = [
      "has no email",
      "is no JSON: ",
      "is no JSON object",
      'has a field "rolls" that an account does not have',
      "there is an account with the address HERE@x.io already (",
      `there is an account with the id ${taken} already`,
      'has id "7", which is no UUID',
      'has created_at "yesterday", which is no time',
      "has both password and encrypted_password; keep one",
      "has an encrypted_password that is no bcrypt hash",
      "has app_metadata […], which is no object",
      "has the address Good@x.io of line 1 again",
      "email is longer than 255 characters",
    ];
    const { status, json } = await post(`${wire.dev}/people/import`, lines.join("\n"));
    expect(status).toBe(422);
    expect(json.error).toContain("Nobody was imported, for 13 of 14 cannot be. Line 2: has no email.");
    expect(json.rows[0]).toMatchObject({ line: 1, email: "good@x.io", outcome: "held back" });
    expect(json.rows.slice(1)).toEqual(
      reasons.map((reason, index) => ({
        line: index + 2,
        outcome: "refused",
        reason: expect.stringContaining(reason),
      })),
    );
    expect(wire.identity.people.count()).toBe(1);
    const partial = await post(`${wire.dev}/people/import?partial=1`, lines.join("\n"));
    expect([partial.status, partial.json.imported, partial.json.refused]).toEqual([200, 1, 13]);
    expect(wire.identity.people.count()).toBe(2);
  });

  it("S33 refuses a field nested too deep to be written down, with its line", async () => {
    const wire = await start();
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const entries = ["id", "email", "app_metadata", "created_at"].map((key) => `{"email":"a@x.io","${key}":${deep}}`);
    const { status, json } = await post(`${wire.dev}/people/import`, entries.join("\n"));
    expect(status).toBe(422);
    expect(json.rows.map(({ reason }: { reason: string }) => reason.slice(0, 30))).toEqual([
      "has id […], which is no text",
      "has email […], which is no tex",
      "has app_metadata […], which is",
      "has created_at […], which is n",
    ]);
  });

  it("tells a person on the page which lines are bad, and where everybody went when all are good", async () => {
    const wire = await start();
    const send = (text: string) => {
      const body = new FormData();
      body.append("people", new Blob([text]), "people.ndjson");
      return fetch(`${wire.dev}/people/import`, {
        method: "POST",
        body,
        headers: { Accept: "text/html" },
        redirect: "manual",
      });
    };
    const refused = await send('{"email":"<b>@x.io"}\n{}');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Nobody was imported, for 1 of 2 cannot be. Line 2: has no email.");
    const done = await send('{"email":"a@x.io"}');
    expect([done.status, done.headers.get("location")]).toEqual([303, expect.stringContaining("/__dev/people")]);
    expect((await send("")).status).toBe(422);
    expect(wire.identity.people.count()).toBe(1);
  });
});
