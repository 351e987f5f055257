import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processEnvironment } from "../settings.ts";

// The real program is half a gigabyte, and `npm run test:netlify` runs it. This is its shape: a main file that calls
// lambda-local for classic functions and http-proxy for everything, and a thread for each call of a modern function.
const folder = mkdtempSync(join(tmpdir(), "netlify-dev-preload-"));
const packages = join(folder, "node_modules");
const preload = new URL("./netlify-dev-preload.mjs", import.meta.url).href;

const MAIN = `
  import lambdaLocal from "lambda-local";
  import httpProxy from "http-proxy";
  import { Worker } from "node:worker_threads";
  const event = JSON.parse(process.argv[2]);
  const made = JSON.stringify({ identity: { token: "made up" } });
  const classic = lambdaLocal.execute({ clientContext: made, event, lambdaPath: "f.js" });
  const calls = httpProxy.createProxyServer({}).calls;
  const proxy = httpProxy.createProxyServer({});
  const request = () => ({ alternativePaths: ["/a.html"] });
  const toFunction = proxy.web(request(), {}, { headers: { "x-nf-function-name": "users" } });
  const toPage = proxy.web(request(), {}, {});
  const env = { ...process.env, URL: "http://localhost:8889" };
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { event }, env });
  worker.on("message", (modernUrl) =>
    console.log(JSON.stringify({ classic, toFunction, toPage, classicUrl: process.env.URL, modernUrl })));
`;
const WORKER = `
  import { parentPort } from "node:worker_threads";
  parentPort.postMessage(process.env.URL);
`;
const SOURCES = {
  "netlify-cli/bin/run.mjs": MAIN,
  "netlify-cli/bin/worker.mjs": WORKER,
  "other-cli/bin/run.mjs": MAIN,
  "other-cli/bin/worker.mjs": WORKER,
  "lambda-local/index.js": "exports.execute = (options) => options;",
  "http-proxy/index.js": "exports.createProxyServer = () => ({ web: (request) => request.alternativePaths });",
};

beforeAll(() => {
  for (const [file, source] of Object.entries(SOURCES)) {
    mkdirSync(join(packages, file, ".."), { recursive: true });
    writeFileSync(join(packages, file), source);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, event: unknown) {
  const env = { PATH: processEnvironment().PATH, NODE_OPTIONS: `--import=${preload}`, URL: "http://localhost:8889" };
  const main = join(packages, program, "bin/run.mjs");
  const out = execFileSync(process.execPath, [main, JSON.stringify(event)], {
    env: { NODE_ENV: "development", ...env },
  });
  const { classic, ...rest } = JSON.parse(out.toString());
  return { ...rest, event: classic.event, context: JSON.parse(classic.clientContext) };
}

function eventWith(info: unknown) {
  const header = Buffer.from(JSON.stringify(info)).toString("base64");
  const headers = { "x-nf-identity-info": header, accept: "*/*" };
  return { headers, multiValueHeaders: { "x-nf-identity-info": [header], accept: ["*/*"] } };
}

const INFO = { url: "http://localhost:8888/.netlify/identity", token: "operator", user: { email: "ann@example.com" } };

describe("netlify dev with the preloaded file", () => {
  it("gives a classic function the clientContext that Netlify gives it, and not the header", () => {
    const { context, event, classicUrl } = run("netlify-cli", eventWith(INFO));
    const { user, url, token } = INFO;
    expect(context).toMatchObject({ identity: { url, token }, user });
    expect(JSON.parse(Buffer.from(context.custom.netlify, "base64").toString())).toEqual({
      identity: { url, token },
      user,
      site_url: "http://localhost:8888",
    });
    expect(event).toEqual({ headers: { accept: "*/*" }, multiValueHeaders: { accept: ["*/*"] } });
    expect(classicUrl).toBe("http://localhost:8888");
  });

  it("gives identity without a user to an anonymous call", () => {
    const { context } = run("netlify-cli", eventWith({ url: INFO.url, token: "operator" }));
    expect(context.identity.token).toBe("operator");
    expect(context).not.toHaveProperty("user");
  });

  it("names the front door as the site's URL in modern functions, too", () => {
    expect(run("netlify-cli", eventWith(INFO)).modernUrl).toBe("http://localhost:8888");
  });

  it("calls a function once, whatever it answers, and leaves pages their other names", () => {
    expect(run("netlify-cli", eventWith(INFO))).toMatchObject({ toFunction: [], toPage: ["/a.html"] });
  });

  it.each([
    ["a call that did not come through the front door", "netlify-cli", { headers: {} }],
    ["a header that is no such thing", "netlify-cli", { headers: { "x-nf-identity-info": "bm8=" } }],
  ])("leaves %s alone", (_what, program, event) => {
    expect(run(program, event)).toMatchObject({
      context: { identity: { token: "made up" } },
      classicUrl: "http://localhost:8889",
      modernUrl: "http://localhost:8889",
    });
  });

  it("says what it cannot mend in a version that is built of other packages, which starts all the same", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "netlify-dev-preload-"));
    const later = join(elsewhere, "netlify-cli/bin/run.mjs");
    mkdirSync(join(later, ".."), { recursive: true });
    writeFileSync(later, "console.log('started')");
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", preload, later]);
    rmSync(elsewhere, { recursive: true });
    expect(stdout.toString()).toBe("started\n");
    expect(stderr.toString()).toMatch(
      /no lambda-local .*, so classic functions get a made-up Identity\.\n.*no http-proxy/,
    );
  });

  it("does nothing in another program", () => {
    const { context, toFunction } = run("other-cli", eventWith(INFO));
    expect([context.identity.token, toFunction]).toEqual(["made up", ["/a.html"]]);
  });
});
