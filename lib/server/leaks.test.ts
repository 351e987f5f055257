import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { endpoint } from "#lib/contract/endpoint.ts";
import { endpoints } from "#lib/contract/endpoints.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { type Caller, startWorld } from "#lib/testing/world.ts";
import { route } from "./http/route.ts";
import { serve } from "./http/serve.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());

const callers: Caller[] = ["anonymous", "member", "viewer", "support", "admin", "owner"];
const bodies: Record<string, unknown> = {
  createUser: { email: "leak@example.org", name: "Leak", roles: ["member"], access: "invite" },
  setRoles: { roles: ["member"], expected: ["member"] },
};

describe("the operator token", () => {
  it("S75 is in no answer and no log, over all endpoints, all callers and all failures of Identity", {
    timeout: 120_000,
  }, async () => {
    const id = await desk.world.idOf("member@example.com");
    const said: string[] = [];
    const tokens = new Set<string>();
    async function everything(): Promise<void> {
      for (const row of endpoints) {
        for (const as of callers) {
          const path = `${row.path.replace(":id", id)}${row.name === "getSignupVerdict" ? `?attempt=${"0".repeat(32)}` : ""}`;
          const reply = await desk.call(row.method, path, { as, body: bodies[row.name] });
          said.push(reply.text, JSON.stringify([...reply.headers]));
        }
      }
      for (const { headers } of desk.identity.calls)
        tokens.add(headers.authorization?.replace("Bearer ", "") ?? "none");
    }
    await everything();
    for (const status of [400, 401, 418, 422]) {
      desk.identity.clear();
      desk.identity.on("GET", /\/admin\//, { kind: "answer", status, body: '{"msg":"<b>no</b>"}' });
      desk.identity.on("POST", /./, { kind: "answer", status, body: "no" });
      await everything();
    }
    const claims = [...tokens].map((token) => Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(claims.filter((text) => text.includes('"sub":"0"')).length).toBeGreaterThan(0);
    tokens.delete("none");
    const everywhere = [...said, ...desk.logs, ...desk.blobs.calls.map((call) => call.path + call.body)].join("\n");
    for (const token of tokens) expect(everywhere).not.toContain(token);
  });

  it("S75 is in no answer and no log of the bundles in Netlify's runtime", async () => {
    const world = await startWorld();
    try {
      const id = await world.idOf("member@example.com");
      const said: string[] = [];
      for (const row of endpoints) {
        const reply = await world.api(row.method, row.path.replace(":id", id), { as: "owner", body: bodies[row.name] });
        said.push(reply.text, JSON.stringify([...reply.headers]));
      }
      expect([...said, ...world.logs].join("\n")).not.toContain(world.local.identity.operatorToken().split(".")[0]);
    } finally {
      await world.close();
    }
  });
});

describe("an error that nobody foresaw", () => {
  const row = endpoint({
    name: "x",
    method: "GET",
    path: "/x",
    action: "public",
    summary: "",
    response: z.object({ a: z.string() }),
  });
  const request = () => new Request("https://desk.example/api/x");

  it("S77 is a 500 with the request's id, and tells its story to the log only", async () => {
    desk.logs.length = 0;
    const failing = serve(
      route(row, async () => {
        throw new Error("secret detail of Ann <ann@x.io>");
      }),
    );
    const response = await failing(request(), { requestId: "01REQ" });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toEqual({
      error: { code: "internal", message: expect.stringContaining("01REQ"), requestId: "01REQ" },
    });
    expect(text).not.toMatch(/secret|at |\.ts/);
    expect(desk.logs).toHaveLength(1);
    expect(JSON.parse(desk.logs[0] ?? "")).toMatchObject({ level: "error", event: "unforeseen", requestId: "01REQ" });
    expect(desk.logs[0]).not.toContain("ann@");
  });

  it("S77 is also an answer that does not fit the contract", async () => {
    const drifting = serve(route(row, async () => JSON.parse('{"a":5,"secret":1}')));
    const response = await drifting(request(), {});
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  it("S77 takes no request id that is not one", async () => {
    const failing = serve(route(row, () => Promise.reject(new Error("x"))));
    for (const requestId of ["<b>", "a\r\nb", 5, undefined, "x".repeat(100)]) {
      const body = await (await failing(request(), { requestId })).json();
      expect(body.error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe("many at once", () => {
  it("R43 S82 each gets their own answer", async () => {
    const staff = ["viewer", "support", "admin", "owner"] as const;
    const asked = Array.from({ length: 24 }, (_, n) => staff[n % 4] ?? "viewer");
    desk.identity.clear();
    const replies = await Promise.all(asked.map((as) => desk.call("GET", "/session", { as })));
    expect(replies.map((reply) => reply.body.user.rank)).toEqual(asked);
  });
});
