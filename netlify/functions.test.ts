import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Endpoint } from "#lib/contract/endpoint.ts";
import { endpoints } from "#lib/contract/endpoints.ts";
import { Rank } from "#lib/contract/policy.ts";
import { policyTable } from "#lib/server/policy/table.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

const MAX_BUNDLE_BYTES = 150_000;

const bundles = readdirSync(inject("functionsDir")).filter((file) => file.endsWith(".mjs"));

async function pathsOf(bundle: string): Promise<string[]> {
  const { config } = await import(pathToFileURL(join(inject("functionsDir"), bundle)).href);
  return config?.path ?? [];
}

describe("each function", () => {
  it.each(bundles)("%s stays within its size", (bundle) => {
    expect(statSync(join(inject("functionsDir"), bundle)).size).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
  });

  it.each(bundles.filter((name) => name.startsWith("identity-")))(
    "%s has no path of its own, as Netlify wants it",
    async (bundle) => {
      expect(await pathsOf(bundle)).toEqual([]);
    },
  );

  it("serves paths of the contract only", async () => {
    const served = (await Promise.all(bundles.map(pathsOf))).flat();
    const known = new Set(endpoints.map((row) => `/api${row.path}`));
    expect(served.toSorted()).toEqual([...known].toSorted());
  });
});

describe("each endpoint of the contract", () => {
  it.each(endpoints.map((row) => [row.name, row] as const))(
    "%s is served by exactly one function",
    async (_name, row) => {
      const served = await Promise.all(
        bundles.map(async (bundle) => (await pathsOf(bundle)).includes(`/api${row.path}`)),
      );
      expect(served.filter(Boolean)).toHaveLength(1);
    },
  );

  it.each(endpoints.map((row) => [row.name, row] as const))("%s has a row in the policy table", (_name, { action }) => {
    if (action !== "public") expect(policyTable[action]).toBeDefined();
  });

  it("has a name and a method and path of its own", () => {
    expect(new Set(endpoints.map((row) => row.name)).size).toBe(endpoints.length);
    expect(new Set(endpoints.map((row) => `${row.method} ${row.path}`)).size).toBe(endpoints.length);
  });
});

describe("S16 who gets past the gate of each endpoint", () => {
  const callers: Caller[] = ["anonymous", "member", ...Rank.options];
  let world: World;
  let id: string;

  beforeAll(async () => {
    world = await startWorld();
    id = await world.idOf("member@example.com");
  });
  afterAll(() => world.close());

  /** The gate's answer, or "through" where the caller gets as far as the content of the request. */
  async function gate(row: Endpoint, as: Caller): Promise<string> {
    const body = row.body ? {} : undefined;
    const reply = await world.api(row.method, row.path.replace(":id", id), { as, body });
    const refused = [401, 403, 404, 405].includes(reply.status) || reply.status >= 500;
    return refused ? reply.body.error.code : "through";
  }

  function expected({ action }: Endpoint, as: Caller): string {
    if (action === "public") return "through";
    if (as === "anonymous") return "unauthenticated";
    if (as === "member") return "not_staff";
    return policyTable[action][as] === "no" ? "forbidden" : "through";
  }

  const cells = endpoints.flatMap((row) => callers.map((as) => ({ name: row.name, row, as })));
  it.each(cells)("$name, $as", async ({ row, as }) => {
    expect(await gate(row, as)).toBe(expected(row, as));
  });
});
