import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Bundle, bundleIdentity } from "#netlify/identity/testing/spawn-identity.ts";
import { searchTimes, startTimes } from "./identity-figures.mjs";
import { addPeople } from "./people.mjs";
import { send, startServer } from "./server-process.mjs";
import { median, quantile, soak } from "./soak.mjs";

// `npm run bench` holds the budgets in milliseconds; a test shares its machine, so it compares times taken side by side.
const LONG = inject("long");
const PEOPLE = LONG ? 100_000 : 10_000;
const ROUNDS = LONG ? 10 : 3;
const SOAK = LONG
  ? { people: 10_000, warmUp: 30_000, requests: 100_000, growth: 1.1 }
  : { people: 200, warmUp: 1000, requests: 2000, growth: 1.4 };

let bundle: Bundle;
let folder: string;
beforeAll(async () => {
  bundle = await bundleIdentity();
  folder = mkdtempSync(join(tmpdir(), "identity-bench-"));
});
afterAll(() => {
  bundle.remove();
  rmSync(folder, { recursive: true });
});

/** Milliseconds of a node that does nothing. */
function bareStarts(count: number): number[] {
  return Array.from({ length: count }, () => {
    const began = performance.now();
    spawnSync(process.execPath, ["-e", ""]);
    return performance.now() - began;
  });
}

describe("the local Identity in its budgets", () => {
  it("starts in a few times of what node itself takes, with many people, too, and searches them in memory it may have", {
    timeout: LONG ? 600_000 : 120_000,
  }, async () => {
    const data = ["--data", join(folder, "many")];
    const first = await startServer(bundle.file, data);
    await addPeople(first, PEOPLE);
    await first.stop();
    const bare = median(bareStarts(ROUNDS));
    expect(median(await startTimes(bundle.file, [], ROUNDS)) / bare).toBeLessThan(10);
    expect(median(await startTimes(bundle.file, data, ROUNDS)) / bare).toBeLessThan(25);
    const server = await startServer(bundle.file, data);
    const health: number[] = [];
    for (let asked = 0; asked < 50; asked += 1) {
      const began = performance.now();
      await send(server, "GET /health");
      health.push(performance.now() - began);
    }
    await searchTimes(server, 10);
    expect(quantile(await searchTimes(server, 100), 0.95) / quantile(health, 0.95)).toBeLessThan(40);
    expect(server.memory()).toBeLessThan(400);
    await server.stop();
  });

  it("R41 keeps its memory and its descriptors through thousands of mixed requests", {
    timeout: LONG ? 3_600_000 : 120_000,
  }, async () => {
    const server = await startServer(bundle.file, ["--data", join(folder, "soak")]);
    await addPeople(server, SOAK.people);
    const { before, after, files } = await soak(server, SOAK);
    expect(after / before).toBeLessThan(SOAK.growth);
    expect(files).toBeLessThan(5);
    await server.stop();
  });
});
