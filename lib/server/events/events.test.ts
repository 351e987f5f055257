import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DirectoryServer, sendJson, startDirectoryServer } from "#lib/testing/directory-server.ts";
import { craftToken } from "#lib/testing/jwt.ts";
import { type Reply, startWorld, type World } from "#lib/testing/world.ts";

const SECRET = "the secret of Identity in this test";
const known = (email: string) => ({ found: true, person: { id: "L-7", email, name: "Kim" } });

let world: World;
let directory: DirectoryServer;
beforeAll(async () => {
  directory = await startDirectoryServer();
  world = await startWorld({
    env: { DESK_DIRECTORY_HTTP_URL: directory.urlTemplate },
    identity: { GOTRUE_JWT_SECRET: SECRET },
  });
});
afterAll(async () => {
  await world.close();
  await directory.close();
});
beforeEach(() => {
  directory.asked.length = 0;
  directory.answer((email, response) =>
    sendJson(response, email.startsWith("known") ? known(email) : { found: false }),
  );
});

let count = 0;
function fresh(name = "person"): string {
  count += 1;
  return `${name}${count}@example.net`;
}
const newAttempt = () => randomBytes(16).toString("hex");

function signUp(email: string, data?: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Reply> {
  return world.identity("POST", "/signup", { body: { email, password: "long enough to sign up", data }, headers });
}
const verdict = async (attempt: string) => (await world.api("GET", `/signup-verdict?attempt=${attempt}`)).body;

async function accountOf(email: string) {
  const { body } = await world.operator("GET", `/admin/users?filter=${encodeURIComponent(email)}`);
  return body.users.find((user: { email: string }) => user.email === email);
}

async function confirm(email: string): Promise<Reply> {
  const link = world.mailsTo(email).at(-1)?.links[0] ?? "";
  const token = /confirmation_token=([\w-]+)/.exec(link)?.[1];
  return world.identity("POST", "/verify", { body: { type: "signup", token } });
}

describe("a signup", () => {
  it("S69 of a free address goes through, and keeps all but our attempt id", async () => {
    const email = fresh();
    const reply = await signUp(email, { full_name: "Ann", deep: { a: [1, null] }, desk_attempt: newAttempt() });
    expect(reply.status).toBe(200);
    const account = await accountOf(email);
    expect(account.user_metadata).toEqual({ full_name: "Ann", deep: { a: [1, null] } });
    expect(account.app_metadata).toEqual({ provider: "email" });
  });

  it("of a free address without an attempt id is left as it is", async () => {
    const email = fresh();
    expect((await signUp(email, { full_name: "Ann" })).status).toBe(200);
    expect((await accountOf(email)).user_metadata).toEqual({ full_name: "Ann" });
  });

  it("R17 S67 of a known address is refused three times over with one look-up, and makes no account", async () => {
    const email = fresh("known");
    const attempt = newAttempt();
    const reply = await signUp(email, { desk_attempt: attempt });
    expect(reply.status).toBe(422);
    expect(await accountOf(email)).toBeUndefined();
    expect(world.mailsTo(email)).toEqual([]);
    expect(world.local.identity.deliveries().at(-1)).toMatchObject({ event: "validate", tries: 3 });
    expect(directory.asked).toHaveLength(1);
    expect(await verdict(attempt)).toMatchObject({ state: "refused", title: "You already have an account with us" });
  });

  it("tells the reason to nobody but who has the attempt id", async () => {
    await signUp(fresh("known"), { desk_attempt: newAttempt() });
    expect(await verdict(newAttempt())).toEqual({ state: "none" });
    const wrong = await world.api("GET", "/signup-verdict?attempt=1234");
    expect(wrong.body.error).toMatchObject({ code: "invalid", field: "attempt" });
  });

  it("is refused the same without an attempt id, or with something else in its place", async () => {
    for (const data of [undefined, { desk_attempt: "x" }, { desk_attempt: { a: 1 } }]) {
      expect((await signUp(fresh("known"), data)).status).toBe(422);
    }
  });

  it("is stopped, and says so, while the directory cannot tell", async () => {
    directory.answer((_email, response) => sendJson(response, { error: "maintenance" }, 503));
    const attempt = newAttempt();
    const email = fresh();
    expect((await signUp(email, { desk_attempt: attempt })).status).toBe(422);
    expect(await accountOf(email)).toBeUndefined();
    expect(await verdict(attempt)).toMatchObject({ state: "refused", title: "We could not check your address" });
  });

  it.each(["Ann <ann@example.net>", " ann@example.net", "ann@example.net ", "ann@localhost", '"a b"@example.net'])(
    "of %j is refused as no plain address, and the directory is not asked",
    async (email) => {
      const attempt = newAttempt();
      expect((await signUp(email, { desk_attempt: attempt })).status).toBe(422);
      expect(directory.asked).toEqual([]);
      expect(await verdict(attempt)).toMatchObject({ state: "refused", title: "This address cannot be used" });
    },
  );

  it("under a foreign audience is refused", async () => {
    const email = fresh();
    expect((await signUp(email, {}, { "x-jwt-aud": "elsewhere" })).status).toBe(422);
    expect(directory.asked).toEqual([]);
  });

  it("asks the directory for the address in its comparable form", async () => {
    expect((await signUp("KNOWN.Upper@Example.NET")).status).toBe(422);
    expect(directory.asked).toEqual(["/people?email=known.upper%40example.net"]);
  });
});

describe("a signup repeated before it was confirmed", () => {
  it("skips our check in Identity, so the attempt id is taken out when it is confirmed", async () => {
    const email = fresh();
    await signUp(email, { full_name: "Ann" });
    await signUp(email, { full_name: "Ann", desk_attempt: newAttempt() });
    expect((await accountOf(email)).user_metadata).toHaveProperty("desk_attempt");
    expect((await confirm(email)).status).toBe(200);
    const account = await accountOf(email);
    expect(account.user_metadata).toEqual({ full_name: "Ann" });
    expect(account.app_metadata).toEqual({ provider: "email" });
  });
});

describe("an invitation that staff decided on although the address is known", () => {
  it("arrives, and the pass is good for nobody afterwards", async () => {
    const email = fresh("known");
    const body = { email, access: "invite", reason: "moved by hand" };
    const reply = await world.api("POST", "/users", { as: "admin", body });
    expect(reply.status).toBe(201);
    expect(world.mailsTo(email)).toHaveLength(1);
    await world.operator("DELETE", `/admin/users/${reply.body.user.id}`);
    expect((await signUp(email)).status).toBe(422);
    expect(await accountOf(email)).toBeUndefined();
  });
});

describe("a login", () => {
  async function withStatus(status: string | undefined, more: Record<string, unknown> = {}): Promise<string> {
    const email = fresh("login");
    world.local.identity.people.add([
      {
        email,
        password: "a password",
        confirmed_at: "2026-01-02T03:04:05Z",
        app_metadata: { provider: "email", desk: { status }, ...more },
      },
    ]);
    return email;
  }

  it.each(["suspended", "rejected", "deleted", "a word nobody can read"])("is refused to who is %s", async (status) => {
    const email = await withStatus(status);
    await expect(world.signIn(email, "a password")).rejects.toThrow("Failed to handle signup webhook");
  });

  it.each([undefined, "in_review", "active"])("is open with status %s, and changes nothing", async (status) => {
    const email = await withStatus(status, { plan: { a: 1 } });
    const before = await accountOf(email);
    await world.signIn(email, "a password");
    expect(await accountOf(email)).toEqual(before);
  });
});

describe("event functions", () => {
  /** A delivery as Identity makes it, with any account in it. */
  function deliver(event: string, user: Record<string, unknown>, more: Record<string, string> = {}): Promise<Response> {
    const instance = "00000000-0000-0000-0000-000000000000";
    const body = JSON.stringify({
      event,
      instance_id: instance,
      user: { id: "x", aud: "", email: "forged@example.net", ...user },
    });
    const sha256 = createHash("sha256").update(body).digest("hex");
    const claims = { iss: "gotrue", sub: instance, iat: Math.floor(Date.now() / 1000), sha256 };
    return fetch(`${world.url}/.netlify/functions/identity-${event}`, {
      method: "POST",
      body,
      headers: {
        "x-netlify-event": `identity_${event}`,
        "x-webhook-signature": craftToken(claims, { secret: SECRET }),
        ...more,
      },
    });
  }

  it.each(["validate", "signup", "login"])(
    "S68 grant nothing, whatever the payload of %s says of roles",
    async (event) => {
      const user = { app_metadata: { provider: "email", roles: ["desk:admin"] }, user_metadata: { full_name: "Eve" } };
      const response = await deliver(event, user);
      expect(response.status).toBe(204);
      expect(await response.text()).toBe("");
    },
  );

  it.each(["validate", "signup", "login"])("S65 S66 of %s refuse what Identity did not sign", async (event) => {
    const before = world.logs.length;
    for (const signature of ["", "x", craftToken({ iss: "gotrue" }, { secret: "another key" })]) {
      expect((await deliver(event, {}, { "x-webhook-signature": signature })).ok).toBe(false);
    }
    expect((await deliver(event, {}, { "x-netlify-event": "identity_other" })).ok).toBe(false);
    const ours = world.logs.slice(before).filter((line) => line.includes(`"event":"${event}"`));
    expect(ours).toEqual([]);
  });

  it("leave no address in the log", async () => {
    await signUp(fresh("known"), { desk_attempt: newAttempt() });
    expect(world.logs.filter((line) => line.startsWith("function:")).join("\n")).not.toMatch(/@example\.net/);
  });
});
