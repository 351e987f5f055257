import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { freePort } from "#netlify/identity/listen.ts";
import { startGotrue, type TestGotrue } from "../testing/gotrue.ts";
import { probeGotrue } from "./probe.ts";

let gotrue: TestGotrue;
const closing: (() => void)[] = [];

beforeAll(async () => {
  gotrue = await startGotrue();
});
afterAll(() => gotrue.close());
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const probe = (more: Partial<TestGotrue> = {}) => probeGotrue({ ...gotrue, ...more });

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The GoTrue, but for some of its answers. */
function shadow(answers: Record<string, { status: number; body: unknown; headers?: Record<string, string> }>) {
  return listening((request, response) => {
    const own = answers[request.url ?? ""];
    if (own) return void response.writeHead(own.status, own.headers).end(JSON.stringify(own.body));
    gotrue.identity.handle(request, response);
  });
}

it("finds out whose people a GoTrue that takes both secrets looks after", async () => {
  await expect(probe()).resolves.toEqual({ audience: "" });
  const other = await startGotrue({ GOTRUE_JWT_AUD: "api.netlify.com" });
  await expect(probeGotrue(other)).resolves.toEqual({ audience: "api.netlify.com" });
  await other.close();
});

it("says which variable is wrong", async () => {
  const { operatorToken, jwtSecret } = gotrue;
  await expect(probe({ operatorToken: `${operatorToken}x` })).rejects.toThrow(
    /^GOTRUE_OPERATOR_TOKEN is not the one that this GoTrue was started with\. http\S+ answered 401 \("Invalid token: /,
  );
  await expect(probe({ jwtSecret: `${jwtSecret}x` })).rejects.toThrow(
    /^GOTRUE_JWT_SECRET is not the one .*signature is invalid/,
  );
  await expect(probe({ operatorToken: jwtSecret, jwtSecret: operatorToken })).rejects.toThrow(
    /^GOTRUE_OPERATOR_TOKEN is not/,
  );
});

it("says what is wrong with the address", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  await expect(probe({ url })).rejects.toThrow(`Nothing answers as a GoTrue at ${url} (connect ECONNREFUSED`);
  const site = await listening((_, response) => void response.writeHead(404).end("<html>"));
  await expect(probe({ url: site })).rejects.toThrow(
    /\/health answered 404, not as a GoTrue does\. Correct --identity/,
  );
  const moved = await shadow({
    "/health": { status: 301, body: "", headers: { location: "https://auth.example.com/health" } },
  });
  await expect(probe({ url: moved })).rejects.toThrow(/sends us on to https:\/\/auth\.example\.com\/health/);
  const many = await shadow({
    "/settings": { status: 400, body: { code: 400, msg: "Operator microservice headers missing" } },
  });
  await expect(probe({ url: many })).rejects.toThrow(/serves many sites \("gotrue multi"\)/);
});

it("says when the clocks differ, and when GoTrue itself is in trouble", async () => {
  const late = { status: 401, body: { code: 401, msg: "Invalid token: token is expired by 3m2s" } };
  const url = await listening((request, response) => {
    const isMinted = request.headers.authorization?.startsWith("Bearer eyJ");
    if (!isMinted) return gotrue.identity.handle(request, response);
    response.writeHead(late.status).end(JSON.stringify(late.body));
  });
  await expect(probe({ url })).rejects.toThrow(
    /^The clocks of this machine and of the GoTrue differ .*expired by 3m2s/,
  );
  const broken = { status: 500, body: { code: 500, msg: "Database error finding users" } };
  const down = await shadow({ "/admin/users?per_page=1": broken });
  await expect(probe({ url: down })).rejects.toThrow(
    /answered 500 \("Database error finding users"\)\. The log of that GoTrue/,
  );
});
