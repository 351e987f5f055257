import { createHash, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type DirectoryServer, sendJson, startDirectoryServer } from "#lib/testing/directory-server.ts";
import { craftToken } from "#lib/testing/jwt.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import type { Reply } from "#lib/testing/world.ts";

const SECRET = "the key of the signatures in this test";
const BUDGET_MS = 4_000;
const ATTEMPT = "0123456789abcdef0123456789abcdef";

let desk: ShakyDesk;
let directory: DirectoryServer;
beforeAll(async () => {
  directory = await startDirectoryServer();
  desk = await startShakyDesk({ DESK_DIRECTORY_HTTP_URL: directory.urlTemplate, IDENTITY_WEBHOOK_SECRET: SECRET });
});
afterAll(async () => {
  await desk.close();
  await directory.close();
});
afterEach(() => {
  vi.useRealTimers();
  desk.blobs.clear();
  directory.answer((_email, response) => sendJson(response, { found: false }));
});

interface Delivery {
  event: string;
  user?: Record<string, unknown>;
}

function signedDelivery({ event, user }: Delivery): { body: string; headers: Record<string, string> } {
  const instance = "00000000-0000-0000-0000-000000000000";
  const account = {
    id: randomUUID(),
    aud: "",
    email: `${randomUUID()}@example.net`,
    app_metadata: {},
    user_metadata: null,
  };
  const body = JSON.stringify({ event, instance_id: instance, user: { ...account, ...user } });
  const sha256 = createHash("sha256").update(body).digest("hex");
  const claims = { iss: "gotrue", sub: instance, iat: Math.floor(Date.now() / 1000), sha256 };
  const signature = craftToken(claims, { secret: SECRET });
  return { body, headers: { "x-netlify-event": `identity_${event}`, "x-webhook-signature": signature } };
}

async function deliver(delivery: Delivery): Promise<Reply & { ms: number }> {
  const { body, headers } = signedDelivery(delivery);
  const started = Date.now();
  const reply = await desk.call("POST", `/identity-${delivery.event}`, { body, headers });
  return { ...reply, ms: Date.now() - started };
}

const everything = /./;

describe("a validate event", () => {
  it("S67 gives the three tries of one delivery one answer for one look-up", async () => {
    // No deadline passes: a busy machine may take longer than the 150 ms after which the store counts as down.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    directory.asked.length = 0;
    directory.answer((email, response) => sendJson(response, { found: true, person: { id: "L-1", email } }));
    const { body, headers } = signedDelivery({ event: "validate" });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await desk.call("POST", "/identity-validate", { body, headers })).status).toBe(403);
    }
    expect(directory.asked).toHaveLength(1);
  });

  it.each(["hang", "drop"] as const)("decides without a memory when the store does %s", async (kind) => {
    for (const method of ["GET", "PUT"]) desk.blobs.on(method, everything, { kind });
    const free = await deliver({
      event: "validate",
      user: { user_metadata: { desk_attempt: ATTEMPT, full_name: "Ann" } },
    });
    expect(free.status).toBe(200);
    expect(free.body).toEqual({ user_metadata: { full_name: "Ann" } });
    expect(free.ms).toBeLessThan(2_500);
    directory.answer((email, response) => sendJson(response, { found: true, person: { id: "L-1", email } }));
    const known = await deliver({ event: "validate", user: { user_metadata: { desk_attempt: ATTEMPT } } });
    expect(known.status).toBe(403);
    expect(known.ms).toBeLessThan(2_500);
  });

  it.each(["hang", "drop"] as const)("R18 answers within 4 s although the directory and the store %s", async (kind) => {
    for (const method of ["GET", "PUT"]) desk.blobs.on(method, everything, { kind });
    directory.answer((_email, response) => {
      if (kind === "drop") response.socket?.destroy();
    });
    const reply = await deliver({ event: "validate", user: { user_metadata: { desk_attempt: ATTEMPT } } });
    expect(reply.status).toBe(403);
    expect(reply.body.refused).toBe("unavailable");
    expect(reply.ms).toBeLessThan(BUDGET_MS);
  });

  it("S65 S66 is refused when unsigned, and asks nobody anything", async () => {
    const { body } = signedDelivery({ event: "validate" });
    directory.asked.length = 0;
    const event = { "x-netlify-event": "identity_validate" };
    const unsigned: Record<string, string>[] = [{}, event, { ...event, "x-webhook-signature": "a.b.c" }];
    for (const headers of unsigned) {
      expect((await desk.call("POST", "/identity-validate", { body, headers })).status).toBe(403);
    }
    expect(directory.asked).toEqual([]);
    expect(desk.blobs.calls).toEqual([]);
  });

  it("S66 of one event is refused by the function of another", async () => {
    const { body, headers } = signedDelivery({ event: "login" });
    expect((await desk.call("POST", "/identity-validate", { body, headers })).status).toBe(403);
  });

  it.each([
    ["GET", undefined],
    ["PUT", "{}"],
  ] as const)("is not served for %s", async (method, body) => {
    expect((await desk.call(method, "/identity-validate", { body })).status).toBe(405);
  });

  it.each(["", "null", "[]", "{", '{"event":"validate"}', `{"event":"validate","instance_id":"x","user":{"id":1}}`])(
    "of an odd body is refused: %j",
    async (body) => {
      const { headers } = signedDelivery({ event: "validate" });
      expect((await desk.call("POST", "/identity-validate", { body, headers })).status).toBe(403);
    },
  );
});

describe("a login event", () => {
  it("R18 is open when store and directory are down, and depends on neither", async () => {
    for (const method of ["GET", "PUT"]) desk.blobs.on(method, everything, { kind: "hang" });
    const reply = await deliver({ event: "login", user: { app_metadata: { roles: ["desk:admin"] } } });
    expect([reply.status, reply.text]).toEqual([204, ""]);
    // It leaves when they were seen, and reads nothing that it could depend on.
    expect(desk.blobs.calls.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
    expect(reply.ms).toBeLessThan(2_500);
  });

  const barred = { event: "login", user: { app_metadata: { desk: { status: "suspended" } } } };

  it.each(["hang", "drop"] as const)("R18 is refused to who is barred although the store does %s", async (kind) => {
    desk.blobs.on("PUT", everything, { kind });
    const reply = await deliver(barred);
    expect([reply.status, reply.body.refused]).toEqual([403, "suspended"]);
    expect(reply.ms).toBeLessThan(1_000);
  });

  it("R18 is refused in time where the store takes the entry and not its keys", async () => {
    desk.blobs.on("PUT", /\/(facts|about)\//, { kind: "hang" });
    const reply = await deliver(barred);
    expect(reply.status).toBe(403);
    expect(reply.ms).toBeLessThan(1_000);
  });
});

describe("a signup event", () => {
  it("S69 repeats all metadata but our attempt id, unusual keys too", async () => {
    const metadata = JSON.parse(
      `{"desk_attempt":"${ATTEMPT}","a":null,"n":12345678901234567000,"__proto__":{"x":1},"deep":[[1]]}`,
    );
    const reply = await deliver({ event: "signup", user: { user_metadata: metadata } });
    expect(reply.text).toBe('{"user_metadata":{"a":null,"n":12345678901234567000,"__proto__":{"x":1},"deep":[[1]]}}');
  });
});
