import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTurn, type ScriptedServer, startScriptedServer } from "../replay/scripted-server.ts";
import { startIdentity, type Wire } from "../testing/start.ts";
import { type ApiLine, apiLines } from "./api.ts";
import { standardPages } from "./pages.ts";

/** The stand-in for providers is reached by addresses that GET /authorize makes, each with a state of its own. */
const endpoints = standardPages.filter(({ path }) => !path.startsWith("/provider/"));

let wire: Wire;
let hook: ScriptedServer;
beforeAll(async () => {
  hook = await startScriptedServer();
  hook.script(inTurn([{ status: 204 }]));
  wire = await startIdentity({}, { hooks: () => ({ validate: [`http://${hook.address}/`] }) });
});
afterAll(async () => {
  await wire.close();
  await hook.close();
});

/** A state in which every line means something: a person with a mail and a delivery, a fault, a snapshot. */
async function furnish(): Promise<void> {
  await wire.call("POST /__dev/reset");
  await wire.call("POST /signup", { body: { email: "first@example.org", password: "p" } });
  await wire.call("POST /__dev/faults", { body: { kind: "status", route: "POST /logout", status: 503 } });
  await wire.call("POST /__dev/snapshots", { body: { save: "before-the-import" } });
}

/** What a shell would make of a line of `/__dev/api`. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll("'\\''", "'") ?? plain ?? "",
  );
}

async function run(curl: string): Promise<number> {
  const words = wordsOf(curl);
  const after = (flag: string) => words[words.indexOf(flag) + 1];
  const body = words.includes("-d")
    ? after("-d")
    : words.includes("--data-binary")
      ? after("--data-binary")
      : undefined;
  const method = words.includes("-X") ? after("-X") : body === undefined ? "GET" : "POST";
  const address = words.find((word) => word.startsWith("http")) ?? "";
  const headers = body === undefined ? undefined : { "content-type": "application/x-www-form-urlencoded" };
  return (await fetch(address, { method, body, headers, redirect: "manual" })).status;
}

describe("/__dev/api", () => {
  it("lists every method of every page", () => {
    for (const route of standardPages) {
      const told = new Set(route.api.map(({ method }) => method));
      const methods = (["GET", "POST", "DELETE"] as const).filter((method) => route[method]);
      // Posting to a page's own address is how its forms act where a program says DELETE.
      const quiet = route.path === "/faults/:id" ? ["POST"] : [];
      if (route.path.startsWith("/provider/")) continue;
      expect([...told, ...quiet].sort(), route.path).toEqual([...methods].sort());
    }
  });

  it("has lines that work as they are", async () => {
    const lines = async (): Promise<ApiLine[]> => (await wire.call("GET /__dev/api")).json;
    const count = (await lines()).length;
    for (let index = 0; index < count; index += 1) {
      await furnish();
      const line = (await lines())[index];
      if (!line || line.path.startsWith("/__dev/provider/")) continue;
      expect(line.curl, line.path).not.toMatch(/_ID\b/);
      expect([200, 201], line.curl).toContain(await run(line.curl));
    }
  });

  it("quotes for a shell", () => {
    const [line] = apiLines(
      [{ path: "/x", api: [{ method: "POST", about: "", body: { name: "it's" } }] }],
      "http://localhost:1",
    );
    expect(line?.curl).toBe(`curl http://localhost:1/__dev/x -d '{"name":"it'\\''s"}'`);
    expect(wordsOf(line?.curl ?? "")).toEqual(["curl", "http://localhost:1/__dev/x", "-d", `{"name":"it's"}`]);
  });
});

describe("the README's table of /__dev", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const [, section = ""] = /\n## `\/__dev`\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| `((?:GET|POST|DELETE) [^`]+)` +\| ([^|]+) \| `(curl [^`]+)` +\|$/gm)].map(
    ([, endpoint = "", about = "", curl = ""]) => ({ endpoint, about: about.trim(), curl }),
  );
  const lines = apiLines(endpoints, "http://localhost:9999");

  it("names every endpoint once, and no other", () => {
    const known = new Set(lines.map(({ method, path }) => `${method} ${path}`));
    expect(rows.map(({ endpoint }) => endpoint).sort()).toEqual([...known].sort());
  });

  it("shows for each a line that /__dev/api shows, too", () => {
    for (const { endpoint, about, curl } of rows) {
      const shown = lines.filter(({ method, path }) => `${method} ${path}` === endpoint).map((line) => line.curl);
      expect(shown, endpoint).toContain(curl);
      expect(about.length, endpoint).toBeGreaterThan(10);
    }
  });
});
