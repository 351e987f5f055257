import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "#lib/contract/endpoints.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe("the description of the API", () => {
  it("has every endpoint of the contract, with what it takes, answers and refuses", async () => {
    const { body } = await world.api("GET", "/openapi.json", { as: "viewer" });
    expect(body.openapi).toBe("3.1.0");
    expect(body.servers).toEqual([{ url: "/api" }]);
    for (const row of endpoints) {
      const operation = body.paths[row.path.replace(/:(\w+)/g, "{$1}")][row.method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: row.name, summary: row.summary });
      expect(operation.security).toEqual(row.action === "public" ? [] : [{ identity: [] }]);
      expect(Object.keys(operation.responses)).toContain(String(row.status ?? 200));
      expect(operation.requestBody !== undefined).toBe(row.body !== undefined);
    }
    const { parameters } = body.paths["/users"].get;
    expect(parameters.find((known: { name: string }) => known.name === "perPage")).toMatchObject({
      in: "query",
      required: false,
      schema: { type: "string" },
    });
    expect(body.paths["/users/{id}"].get.parameters[0]).toMatchObject({ name: "id", in: "path", required: true });
    expect(body.paths["/users"].post.responses["422"]).toEqual({ $ref: "#/components/responses/Error" });
    expect(body.paths["/users"].post.requestBody.content["application/json"].schema.required).toEqual([
      "email",
      "access",
    ]);
  });

  it("refers to nothing that is not in it", async () => {
    const { body, text } = await world.api("GET", "/openapi.json", { as: "viewer" });
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? ""));
    for (const path of references) {
      const found = path.split("/").reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), body);
      expect(found).toBeDefined();
    }
  });
});
