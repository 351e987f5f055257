import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let time: number;
let wire: Wire;
beforeEach(async () => {
  time = Date.parse("2026-01-02T03:04:05.700Z");
  wire = await startIdentity({}, { now: () => time });
});
afterEach(() => wire.close());

const signUp = (email: string) => wire.call("POST /signup", { body: { email, password: "secret-1" } });
const verify = (type: string, token: string) =>
  wire.call("POST /verify", { body: { type, token, password: "chosen" } });

async function session(email: string) {
  await wire.call("POST /admin/users", { body: { email, password: "secret-1", confirm: true } });
  return (await wire.form({ grant_type: "password", username: email, password: "secret-1" })).json;
}

describe("times", () => {
  it("are exact in the answer that sets them and rounded to seconds ever after", async () => {
    const made = await signUp("a@x.io");
    expect(made.json.confirmation_sent_at).toBe("2026-01-02T03:04:05.7Z");
    expect(made.json.created_at).toBe("2026-01-02T03:04:05.7Z");
    const read = await wire.call(`GET /admin/users/${made.json.id}`);
    expect(read.json.confirmation_sent_at).toBe("2026-01-02T03:04:06Z");
  });

  it("show now as updated_at to a request that wrote a column, and the creation to all others", async () => {
    const { id } = (await signUp("a@x.io")).json;
    time += MINUTE;
    const written = await wire.call(`PUT /admin/users/${id}`, { body: { app_metadata: {} } });
    expect(written.json.updated_at).toBe("2026-01-02T03:05:05.7Z");
    const untouched = await wire.call(`PUT /admin/users/${id}`, { body: { email: "", banned: true } });
    expect(untouched.json.updated_at).toBe("2026-01-02T03:04:06Z");
  });

  it("of a log entry are cut off inside and rounded outside", async () => {
    await session("a@x.io");
    const [entry] = (await wire.call("GET /admin/audit")).json;
    expect(entry.payload.timestamp).toBe("2026-01-02T03:04:05Z");
    expect(entry.created_at).toBe("2026-01-02T03:04:06Z");
  });
});

describe("lifetimes", () => {
  it("end a confirmation link after 24 hours, and a new one can be had", async () => {
    await signUp("a@x.io");
    const old = tokenOfMail(wire, "a@x.io");
    time += DAY + 1000;
    expect((await verify("signup", old)).json.msg).toBe("Confirmation token expired");
    await signUp("a@x.io");
    expect((await verify("signup", tokenOfMail(wire, "a@x.io"))).status).toBe(200);
    expect((await verify("signup", old)).json.msg).toBe("User not found");
  });

  it("never end an invite, unless a signup on top of it sent a link of its own: then after 7 days", async () => {
    await wire.call("POST /invite", { body: { email: "a@x.io" } });
    await wire.call("POST /invite", { body: { email: "b@x.io" } });
    await signUp("b@x.io");
    time += 8 * DAY;
    expect((await verify("signup", tokenOfMail(wire, "a@x.io"))).status).toBe(200);
    expect((await verify("signup", tokenOfMail(wire, "b@x.io"))).json.msg).toBe("Confirmation token expired");
  });

  it("end a recovery link after 24 hours and an e-mail change too", async () => {
    const { access_token: bearer } = await session("a@x.io");
    await wire.call("POST /recover", { body: { email: "a@x.io" } });
    await wire.call("PUT /user", { bearer, body: { email: "new@x.io" } });
    const recovery = tokenOfMail(wire, "a@x.io");
    const email_change_token = tokenOfMail(wire, "new@x.io");
    time += DAY + 1000;
    const fresh = (await wire.form({ grant_type: "password", username: "a@x.io", password: "secret-1" })).json;
    expect((await verify("recovery", recovery)).json.msg).toBe("Recovery token expired");
    const changed = await wire.call("PUT /user", { bearer: fresh.access_token, body: { email_change_token } });
    expect(changed).toMatchObject({ status: 422, json: { msg: "Email change token expired" } });
  });

  it("keep a quarter of an hour between two mails of a kind: silence for signup, 429 for recovery", async () => {
    await session("known@x.io");
    await signUp("a@x.io");
    await wire.call("POST /recover", { body: { email: "known@x.io" } });
    time += 14 * MINUTE;
    expect((await signUp("a@x.io")).status).toBe(200);
    expect((await wire.call("POST /recover", { body: { email: "known@x.io" } })).status).toBe(429);
    expect(wire.identity.mails.list()).toHaveLength(2);
    time += 2 * MINUTE;
    await signUp("a@x.io");
    expect((await wire.call("POST /recover", { body: { email: "known@x.io" } })).status).toBe(200);
    expect(wire.identity.mails.list()).toHaveLength(4);
  });

  it("end an access token after an hour and a refresh token after 30 days", async () => {
    const { access_token: bearer, refresh_token } = await session("a@x.io");
    time += HOUR;
    expect((await wire.call("GET /user", { bearer })).json.msg).toBe("Invalid token: token is expired by 0s");
    time += 30 * DAY;
    const refreshed = await wire.form({ grant_type: "refresh_token", refresh_token });
    expect(refreshed.json.error_description).toBe("Refresh token expired");
    expect(refreshed.headers.get("set-cookie")).toContain("Max-Age=0");
  });

  it("end a functions token after about two minutes", async () => {
    const bearer = wire.identity.operatorToken();
    expect((await wire.call("GET /admin/users", { bearer })).status).toBe(200);
    time += 3 * MINUTE;
    expect((await wire.call("GET /admin/users", { bearer })).status).toBe(401);
  });
});

describe("the limit of /token", () => {
  it("lets thirty through at once and one more every ten seconds, per value of the header", async () => {
    await wire.close();
    wire = await startIdentity({ GOTRUE_RATE_LIMIT_HEADER: "X-Client" }, { now: () => time });
    const ask = (client: string) => wire.call("POST /token", { headers: { "X-Client": client } });
    const statuses = await Promise.all(Array.from({ length: 31 }, () => ask("a")));
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await ask("b")).status).toBe(400);
    time += 10_000;
    expect((await ask("a")).status).toBe(400);
    expect((await ask("a")).text).toBe('{"code":429,"msg":"Rate limit exceeded"}');
  });
});
