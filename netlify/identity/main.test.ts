import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { processEnvironment } from "./settings.ts";

// Inside the project, so that the bundle finds the packages it leaves outside.
const folder = mkdtempSync(join(resolve("node_modules"), ".identity-main-"));
const bundle = join(folder, "main.mjs");
const data = mkdtempSync(join(tmpdir(), "identity-data-"));
const env = {
  NODE_ENV: "development" as const,
  PATH: processEnvironment().PATH,
  GOTRUE_OPERATOR_TOKEN: "op",
  GOTRUE_JWT_SECRET: "secret",
};
const KILLS = inject("long") ? 200 : 6;

beforeAll(() =>
  build({
    entryPoints: ["netlify/identity/main.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  }),
);
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(data, { recursive: true });
});

interface Run {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  exit: Promise<number | null>;
}

function run(args: string[], more: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [bundle, ...args], { env: { ...env, ...more } });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    texts.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    texts.err += chunk;
  });
  const exit = new Promise<number | null>((done) => child.on("close", done));
  return { child, out: () => texts.out, err: () => texts.err, exit };
}

async function ready(started: Run): Promise<string> {
  for (let waited = 0; waited < 200; waited += 1) {
    const url = /^Ready on (http:\/\/localhost:\d+)$/m.exec(started.out())?.[1];
    if (url) return url.replace("localhost", "127.0.0.1");
    await sleep(25);
  }
  throw new Error(`not ready: ${started.out()}${started.err()}`);
}

async function stop({ child, exit }: Run): Promise<number | null> {
  child.kill("SIGTERM");
  return exit;
}

const headers = { Authorization: "Bearer op" };
/** An invite hashes no password, so many get written. */
const invite = (url: string, email: string) =>
  fetch(`${url}/invite`, { method: "POST", headers, body: JSON.stringify({ email }) });

describe("npm run identity", () => {
  it("says it is ready, answers at the root, shows its mails to this machine, and stops at a signal", async () => {
    const started = run(["--port", "0", "--site", "http://localhost:3000"], { GOTRUE_SMTP_PORT: "2525" });
    const url = await ready(started);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await fetch(`${url}/signup`, { method: "POST", body: '{"email":"a@x.io","password":"p"}' });
    const mails = await (await fetch(`${url}/__dev/mails?to=a@x.io`)).json();
    expect(mails).toMatchObject([
      { to: ["a@x.io"], links: [expect.stringContaining("http://localhost:3000/#confirmation_token=")] },
    ]);
    expect(started.err()).toBe("GOTRUE_SMTP_PORT has no effect: mails stay in the outbox\n");
    expect(await stop(started)).toBe(0);
  });

  it("S77 shows its mails to nobody who comes through a proxy, from another page or by another name", async () => {
    const started = run(["--port", "0"]);
    const url = await ready(started);
    const strangers: Record<string, string>[] = [
      { "X-Forwarded-For": "1.2.3.4" },
      { Origin: "http://evil.example" },
      { "Sec-Fetch-Site": "cross-site" },
    ];
    for (const stranger of strangers) {
      expect((await fetch(`${url}/__dev/mails`, { headers: stranger })).status).toBe(403);
    }
    await stop(started);
  });

  it.each([
    [["--nope"], {}, "Unknown option '--nope'"],
    [["--port", "abc"], {}, '--port is "abc": give a number'],
    [["--port", "70000"], {}, '--port is "70000": give a number'],
    [["--site", "localhost"], {}, '--site is "localhost": give a whole address'],
    [["--port", "0"], { GOTRUE_JWT_EXP: "1h" }, 'GOTRUE_JWT_EXP is "1h"'],
    [["--port", "0"], { NODE_ENV: "production" }, "NODE_ENV is production"],
    [["--port", "0"], { NETLIFY: "true" }, "NETLIFY is true"],
    [["--port", "0"], { AWS_LAMBDA_FUNCTION_NAME: "users" }, "AWS_LAMBDA_FUNCTION_NAME is set"],
  ])("S80 refuses %j with %j in one line and a code", async (args, more, line) => {
    const started = run(args, more as Record<string, string>);
    expect(await started.exit).toBe(1);
    expect(started.err()).toContain(line);
    expect(started.err().trim().split("\n")).toHaveLength(1);
    expect(started.out()).not.toContain("Ready");
  });

  it("R40 refuses a taken port and a journal that is not its own in one line", async () => {
    const blocker = createServer();
    await new Promise<void>((done) => blocker.listen(0, "127.0.0.1", done));
    const address = blocker.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const taken = run(["--port", String(port)]);
    expect(await taken.exit).toBe(1);
    expect(taken.err()).toBe(`Port ${port} is taken. Stop what listens there, or choose another with --port.\n`);
    blocker.close();
    const foreign = mkdtempSync(join(tmpdir(), "identity-foreign-"));
    writeFileSync(join(foreign, "identity.journal"), "precious\n");
    const refused = run(["--port", "0", "--data", foreign]);
    expect(await refused.exit).toBe(1);
    expect(refused.err()).toContain(`${join(foreign, "identity.journal")} is not a journal`);
    rmSync(foreign, { recursive: true });
  });

  it("keeps secrets it made with the data, readable by their owner only", async () => {
    const own = mkdtempSync(join(tmpdir(), "identity-secrets-"));
    const first = run(["--port", "0", "--data", own], { GOTRUE_OPERATOR_TOKEN: "", GOTRUE_JWT_SECRET: "" });
    await ready(first);
    await stop(first);
    expect(statSync(join(own, "identity-secrets.json")).mode & 0o777).toBe(0o600);
    expect(first.out()).not.toMatch(/[0-9a-f]{64}/);
    expect(readdirSync(own)).not.toContain("identity.journal.lock");
    rmSync(own, { recursive: true });
  });

  it("R39 loses no answered write and tears none when it is killed in the middle", {
    timeout: 10_000 * KILLS,
  }, async () => {
    const answered = new Set<string>();
    const lost = async (url: string) => {
      const kept = await emails(url);
      return [...answered].filter((email) => !kept.has(email));
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const started = run(["--port", "0", "--data", data]);
      const url = await ready(started);
      expect(await lost(url)).toEqual([]);
      const writers = [0, 1, 2, 3].map((writer) => writeUntilKilled(url, `${kill}.${writer}`, answered));
      const enough = answered.size + 5 + (kill % 6) * 8;
      while (answered.size < enough) await sleep(1);
      started.child.kill("SIGKILL");
      await Promise.all([started.exit, ...writers]);
    }
    const last = run(["--port", "0", "--data", data]);
    expect(await lost(await ready(last))).toEqual([]);
    await stop(last);
    expect(answered.size).toBeGreaterThanOrEqual(5 * KILLS);
  });
});

async function emails(url: string): Promise<Set<string>> {
  const { users } = await (await fetch(`${url}/admin/users?per_page=100000`, { headers })).json();
  return new Set(users.map(({ email }: { email: string }) => email));
}

async function writeUntilKilled(url: string, prefix: string, answered: Set<string>): Promise<void> {
  for (let index = 0; ; index += 1) {
    const email = `${prefix}.${index}@x.io`;
    const answer = await invite(url, email).catch(() => undefined);
    if (!answer?.ok) return;
    answered.add(email);
  }
}
