import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "../testing/start.ts";
import { asInBrowser, openTab } from "./tab.ts";

const MINUTE = 60_000;

let wire: Wire;
beforeEach(async () => {
  asInBrowser();
  vi.useFakeTimers({ toFake: ["Date"] });
  wire = await startIdentity();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await wire.close();
});

const letPass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const refreshes = async () => (await wire.call("GET /admin/audit?query=action:token_refreshed")).json.length;
const taken = async (bearer: string) => (await wire.call("GET /user", { bearer })).status;

async function signIn() {
  const client = openTab("gotrue-js", wire.url);
  await client.signup("a@x.io", "secret-1");
  return client.confirm(tokenOfMail(wire, "a@x.io"));
}

it("R26 a browser ten minutes ahead refreshes early, and once", async () => {
  wire.identity.clock.advance(-10 * MINUTE);
  const user = await signIn();
  expect(await taken(await user.jwt())).toBe(200);
  letPass(45 * MINUTE);
  await user.jwt();
  expect(await refreshes()).toBe(0);
  letPass(6 * MINUTE);
  for (let round = 0; round < 3; round += 1) expect(await taken(await user.jwt())).toBe(200);
  expect(await refreshes()).toBe(1);
});

it("R26 a browser ten minutes behind is refused before it would refresh, and one forced refresh helps", async () => {
  wire.identity.clock.advance(10 * MINUTE);
  const user = await signIn();
  letPass(61 * MINUTE);
  expect(await taken(await user.jwt())).toBe(401);
  expect(await refreshes()).toBe(0);
  expect(await taken(await user.jwt(true))).toBe(200);
  for (let round = 0; round < 3; round += 1) expect(await taken(await user.jwt())).toBe(200);
  expect(await refreshes()).toBe(1);
});
