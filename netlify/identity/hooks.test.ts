import { createHash, createHmac } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inTurn, type ScriptedServer, startScriptedServer } from "./replay/scripted-server.ts";
import { SECRET, startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const EVENTS = "validate,signup,login,usermodified,userdeleted";
const SIGNUP = { email: "a@x.io", password: "secret-1" };

let wire: Wire;
let hook: ScriptedServer;
let url: string;
beforeEach(async () => {
  hook = await startScriptedServer();
  url = `http://${hook.address}/hook`;
  wire = await startIdentity({
    GOTRUE_WEBHOOK_URL: url,
    GOTRUE_WEBHOOK_EVENTS: EVENTS,
    GOTRUE_WEBHOOK_TIMEOUTSEC: "1",
  });
});
afterEach(async () => {
  await wire.close();
  await hook.close();
});

const signUp = (target = wire) => target.call("POST /signup", { body: SIGNUP });
const count = async () => (await wire.call("GET /admin/users")).headers.get("x-total-count");

/** A server that takes a connection and does something rude with it. */
async function rudeServer(behave: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => behave(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`, server };
}

async function signUpAgainst(behave: (socket: Socket) => void) {
  const { url: rude, server } = await rudeServer(behave);
  const settings = { GOTRUE_WEBHOOK_URL: rude, GOTRUE_WEBHOOK_EVENTS: EVENTS, GOTRUE_WEBHOOK_TIMEOUTSEC: "1" };
  const other = await startIdentity(settings);
  const answer = await signUp(other);
  const [delivery] = other.identity.deliveries();
  await other.close();
  server.close();
  return { msg: answer.json.msg as string, status: answer.status, tries: delivery?.tries, url: rude };
}

describe("a hook that answers", () => {
  it("S67 is called three times with the same body and signature before its refusal counts", async () => {
    hook.script(inTurn([{ status: 403, body: "known elsewhere" }]));
    const answer = await signUp();
    expect(answer.text).toBe('{"code":422,"msg":"Failed to handle signup webhook"}');
    const calls = hook.takeCalls();
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ body, headers }) => body + headers["x-webhook-signature"])).size).toBe(1);
    expect(wire.identity.deliveries()).toMatchObject([{ event: "validate", url, tries: 3, status: 403 }]);
    expect(await count()).toBe("0");
  });

  it("S66 gets a signature over its body, by the JWT secret where it is a function of the site", async () => {
    const site = await startIdentity({}, { hooks: () => ({ validate: [url] }) });
    await signUp(site);
    const [call] = hook.takeCalls();
    const [header, claims, signature] = call?.headers["x-webhook-signature"]?.split(".") ?? [];
    expect(createHmac("sha256", SECRET).update(`${header}.${claims}`).digest("base64url")).toBe(signature);
    const read = JSON.parse(Buffer.from(claims ?? "", "base64url").toString());
    expect(Object.keys(read)).toEqual(["iss", "sub", "iat", "sha256"]);
    expect(read.sha256).toBe(
      createHash("sha256")
        .update(call?.body ?? "")
        .digest("hex"),
    );
    await site.close();
  });

  it("replaces metadata whole, keys in any case, nulls included", async () => {
    hook.script(inTurn([{ body: '{"USER_METADATA":{"a":null},"app_metadata":{"roles":["member"]}} trailing' }]));
    const made = await signUp();
    expect(made.json).toMatchObject({ app_metadata: { roles: ["member"] }, user_metadata: { a: null } });
  });

  it("calls several functions one after the other and stops at the first that refuses", async () => {
    const answers = [{ body: '{"user_metadata":{"first":1}}' }, { status: 403 }];
    hook.script(inTurn(answers));
    const site = await startIdentity({}, { hooks: () => ({ validate: [url, `${url}2`, `${url}3`] }) });
    expect((await signUp(site)).status).toBe(422);
    const calls = hook.takeCalls();
    expect(calls.map(({ path }) => path)).toEqual(["/hook", "/hook2", "/hook2", "/hook2"]);
    expect(JSON.parse(calls[1]?.body ?? "").user.user_metadata).toEqual({ first: 1 });
    await site.close();
  });

  it.each([
    ["not json", "Webhook returned malformed JSON: invalid character 'o' in literal null (expecting 'u')"],
    ["  ", "Webhook returned malformed JSON: EOF"],
    ["{", "Webhook returned malformed JSON: unexpected EOF"],
    [
      '{"app_metadata":1}',
      "Webhook returned malformed JSON: json: cannot unmarshal number into Go struct field WebhookResponse.app_metadata of type map[string]interface {}",
    ],
  ])("fails the request when it answers %j, without trying again", async (body, msg) => {
    hook.script(inTurn([{ body }]));
    expect(await signUp()).toMatchObject({ status: 500, json: { msg } });
    expect(hook.takeCalls()).toHaveLength(1);
  });

  it("S33 fails the request with upstream's bare 500 when its metadata is too deep for the database", async () => {
    hook.script(inTurn([{ body: `{"user_metadata":${'{"a":'.repeat(32)}1${"}".repeat(33)}` }]));
    const answer = await signUp();
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.json.msg).toBe("Internal server error");
  });

  it("may answer compressed", async () => {
    const { url: zipped, server } = await rudeServer((socket) => {
      const body = gzipSync('{"user_metadata":{"zipped":true}}');
      socket.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`),
          body,
        ]),
      );
    });
    const site = await startIdentity({ GOTRUE_WEBHOOK_URL: zipped, GOTRUE_WEBHOOK_EVENTS: EVENTS });
    expect((await signUp(site)).json.user_metadata).toEqual({ zipped: true });
    await site.close();
    server.close();
  });

  it("is followed where it redirects: 302 as GET without a body, 307 as it was", async () => {
    hook.script(({ path }) => {
      if (path === "/hook") return { status: 307, headers: { Location: "/kept" } };
      if (path === "/kept") return { status: 302, headers: { Location: "/got" } };
      return { status: 204 };
    });
    expect((await signUp()).status).toBe(200);
    const calls = hook.takeCalls();
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /hook", "POST /kept", "GET /got"]);
    expect(calls[1]?.body).toBe(calls[0]?.body);
    expect(calls[2]).toMatchObject({ body: "", headers: { "x-netlify-event": "identity_validate" } });
    expect(calls[2]?.headers).not.toHaveProperty("content-type");
  });

  it("is left after nine redirects", async () => {
    hook.script(inTurn([{ status: 302, headers: { Location: "/again" } }]));
    expect(await signUp()).toMatchObject({ status: 500, json: { msg: `Failed to trigger webhook to ${url}` } });
    expect(hook.takeCalls()).toHaveLength(10);
  });

  it("hears of an admin's change only afterwards, and cannot stop it", async () => {
    const made = await wire.call("POST /admin/users", { body: { ...SIGNUP, confirm: true } });
    hook.script(inTurn([{ status: 403 }]));
    const changed = await wire.call(`PUT /admin/users/${made.json.id}`, { body: { user_metadata: { a: 1 } } });
    expect(changed).toMatchObject({ status: 200, json: { user_metadata: { a: 1 } } });
    expect((await wire.call(`DELETE /admin/users/${made.json.id}`)).status).toBe(200);
    expect(hook.takeCalls().map(({ headers }) => headers["x-netlify-event"])).toEqual([
      ...Array(3).fill("identity_usermodified"),
      ...Array(3).fill("identity_userdeleted"),
    ]);
  });

  it("turns a recovery it refuses into the one 500 of recovery, and the link stays good", async () => {
    await signUp();
    await wire.call("POST /recover", { body: { email: SIGNUP.email } });
    const body = { type: "recovery", token: tokenOfMail(wire, SIGNUP.email) };
    hook.script(inTurn([{ status: 403 }]));
    expect((await wire.call("POST /verify", { body })).json).toMatchObject({
      code: 500,
      msg: "Database error updating user",
    });
    hook.script(inTurn([{ status: 204 }]));
    expect((await wire.call("POST /verify", { body })).status).toBe(200);
  });
});

describe("a hook that does not answer", { concurrent: true }, () => {
  it("R18 is given three times its seconds and then 504", async () => {
    const began = performance.now();
    const answer = await signUpAgainst(() => undefined);
    expect(answer).toMatchObject({ status: 504, tries: 3, msg: "Failed to perform webhook in time frame (1 seconds)" });
    expect(performance.now() - began).toBeGreaterThan(2900);
  });

  it("R18 is not tried again once it broke the connection", async () => {
    const answer = await signUpAgainst((socket) => socket.destroy());
    expect(answer).toMatchObject({ status: 500, tries: 1, msg: `Failed to trigger webhook to ${answer.url}` });
  });

  it("R18 fails the request when its body is cut off", async () => {
    const answer = await signUpAgainst((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"));
    expect(answer).toMatchObject({ status: 500, tries: 1, msg: "Webhook returned malformed BODY: unexpected EOF" });
  });

  it("R07 fails the request when its body stalls", async () => {
    const answer = await signUpAgainst((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"));
    const reason = "net/http: request canceled (Client.Timeout or context cancellation while reading body)";
    expect(answer).toMatchObject({ status: 500, tries: 1, msg: `Webhook returned malformed BODY: ${reason}` });
  });
});
