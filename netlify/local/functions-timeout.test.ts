import { expect, it, vi } from "vitest";
import { openFunctions } from "./functions.ts";
import { fixtureFunctions } from "./testing/fixture-functions.ts";

const SOURCES = {
  loops: "export default async () => { for (;;); };",
  answers: 'export default async () => new Response("still here");',
};

it("gives up a sandbox in which a function does not end, and answers from another", async () => {
  const fixtures = await fixtureFunctions(SOURCES);
  const lines: string[] = [];
  const functions = await openFunctions({ directory: fixtures.directory, env: {}, log: (line) => lines.push(line) });
  const call = (name: string, timeoutMs: number) => {
    const event = {
      rawUrl: "http://localhost/",
      path: "/",
      httpMethod: "GET",
      headers: {},
      body: undefined,
      isBase64Encoded: false,
    };
    return functions.invoke({ name, requestId: "r", timeoutMs, event });
  };
  await expect(call("loops", 100)).rejects.toThrow("loops did not answer within 0.1 s.");
  await vi.waitFor(() => expect(lines.join()).toContain("Functions loaded again"), { timeout: 10_000 });
  expect((await call("answers", 10_000)).status).toBe(200);
  await functions.close();
  await fixtures.remove();
});
