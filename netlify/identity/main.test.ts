import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundleIdentity } from "./testing/spawn-identity.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleIdentity();
});
afterAll(() => bundle.remove());

const run = (args: string[], env: Record<string, string> = {}) => bundle.run(args, { env });

describe("npm run identity", () => {
  it("says it is ready, answers at the root, shows its mails to this machine, and stops at a signal", async () => {
    const started = run(["--port", "0", "--site", "http://localhost:3000"], { GOTRUE_SMTP_PORT: "2525" });
    const url = await started.ready();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await fetch(`${url}/signup`, { method: "POST", body: '{"email":"a@x.io","password":"p"}' });
    const mails = await (await fetch(`${url}/__dev/mails?to=a@x.io`)).json();
    expect(mails).toMatchObject([
      { to: ["a@x.io"], links: [expect.stringContaining("http://localhost:3000/#confirmation_token=")] },
    ]);
    expect(started.err()).toBe("GOTRUE_SMTP_PORT has no effect: mails stay in the outbox\n");
    expect(await started.stop()).toBe(0);
  });

  it("stops at a signal while a hook gives no answer", async () => {
    const hook = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(hook, "listening");
    const { port } = hook.address() as AddressInfo;
    const started = run(["--port", "0"], {
      GOTRUE_WEBHOOK_URL: `http://127.0.0.1:${port}`,
      GOTRUE_WEBHOOK_EVENTS: "validate",
    });
    const url = await started.ready();
    const signup = fetch(`${url}/signup`, { method: "POST", body: '{"email":"a@x.io","password":"p"}' });
    const refused = expect(signup).rejects.toThrow();
    await once(hook, "connection");
    const begun = performance.now();
    expect(await started.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(4_500);
    await refused;
    hook.close();
  });

  it("stands in for the providers it is told, with what the environment does not say", async () => {
    const own = { GOTRUE_EXTERNAL_GITHUB_CLIENT_ID: "mine" };
    const started = run(["--port", "0", "--providers", "github,Google"], own);
    const url = (await started.ready()).replace("127.0.0.1", "localhost");
    expect((await (await fetch(`${url}/settings`)).json()).external).toMatchObject({ github: true, google: true });
    const there = await fetch(`${url}/authorize?provider=github`, { redirect: "manual" });
    const page = there.headers.get("location") ?? "";
    expect(page).toContain(`${url}/__dev/provider/github/login/oauth/authorize?client_id=mine&`);
    const back = await fetch(page, {
      method: "POST",
      body: new URLSearchParams({ choice: "ada" }),
      redirect: "manual",
    });
    const home = await fetch(back.headers.get("location") ?? "", { redirect: "manual" });
    expect(home.headers.get("location")).toMatch(/^http:\/\/localhost:8888#access_token=/);
    await started.stop();
  });

  it("S77 shows its mails to nobody who comes through a proxy, from another page or by another name", async () => {
    const started = run(["--port", "0"]);
    const url = await started.ready();
    const strangers: Record<string, string>[] = [
      { "X-Forwarded-For": "1.2.3.4" },
      { Origin: "http://evil.example" },
      { "Sec-Fetch-Site": "cross-site" },
    ];
    for (const stranger of strangers) {
      expect((await fetch(`${url}/__dev/mails`, { headers: stranger })).status).toBe(403);
    }
    await started.stop();
  });

  it.each([
    [["--nope"], {}, "Unknown option '--nope'. Usage: npm run identity"],
    [["--data", "package.json"], {}, "--data cannot be package.json: there is a file of that name. Choose another"],
    [["--port", "abc"], {}, '--port is "abc": give a number'],
    [["--port", "70000"], {}, '--port is "70000": give a number'],
    [
      ["--providers", "github,myspace"],
      {},
      '--providers knows google, github, gitlab, bitbucket, facebook, not "myspace"',
    ],
    [["--strict", "upstream-2025"], {}, 'There is no strictness "upstream-2025". Choose from: upstream-2026,'],
    [["--site", "localhost"], {}, '--site is "localhost": give a whole address'],
    [["--functions", "x"], {}, "--functions goes with --netlify-dev"],
    [["--netlify-dev", "ftp://x"], {}, '--netlify-dev is "ftp://x": give the address where it runs'],
    [["--netlify-dev", "localhost:8888"], {}, "which is this server's own port"],
    [["--port", "0", "--netlify-dev", "localhost:1", "--functions", "no-such"], {}, "which is no folder"],
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

  it("tells how it is used, and starts nothing", async () => {
    const asked = run(["--help"]);
    expect(await asked.exit).toBe(0);
    expect(asked.out()).toMatch(/^npm run identity -- \[--port 9999\]/);
    expect(asked.err() + asked.out()).not.toContain("Ready");
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
    await first.ready();
    expect(await first.stop()).toBe(0);
    expect(statSync(join(own, "identity-secrets.json")).mode & 0o777).toBe(0o600);
    expect(first.out()).not.toMatch(/[0-9a-f]{64}/);
    expect(readdirSync(own)).not.toContain("identity.journal.lock");
    rmSync(own, { recursive: true });
  });
});
