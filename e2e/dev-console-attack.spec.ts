import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect, type Page } from "@playwright/test";
import { type Stack, startStack } from "./stack.ts";

/** What a page of somebody else tries; each line of its log names a way, and what came of it. */
function attack(target: string): string {
  return `<!doctype html><title>Another page</title><body><script>
const target = ${JSON.stringify(target)};
const log = (window.log = {});
const note = (way, outcome) => { log[way] = String(outcome).slice(0, 200); };
const read = async (way, path, init) => {
  try { const r = await fetch(target + path, init); note(way, r.type + " " + r.status + " " + (await r.text())); }
  catch (error) { note(way, "blocked: " + error.message); }
};
const embed = (way, tag, path, attributes = {}) => new Promise((done) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element[tag === "object" ? "data" : tag === "link" ? "href" : "src"] = target + path;
  element.onload = () => { let seen = "loaded"; try { seen += element.contentDocument ? element.contentDocument.body.innerText : ""; } catch (error) { seen += " sealed"; } note(way, seen); done(); };
  element.onerror = () => { note(way, "blocked"); done(); };
  document.body.append(element); setTimeout(done, 1500);
});
const submit = (way, method, path, enctype, fields, name) => {
  const form = Object.assign(document.createElement("form"), { method, action: target + path, enctype, target: name });
  for (const [key, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { name: key, value }));
  document.body.append(form); form.submit(); note(way, "sent");
};
window.run = async () => {
  await read("fetch", "/__dev/mails");
  await read("fetch json", "/__dev/mails", { headers: { accept: "application/json" } });
  await read("fetch credentials", "/__dev/seeds", { credentials: "include" });
  await read("fetch no-cors", "/__dev/mails", { mode: "no-cors" });
  await read("reset", "/__dev/reset", { method: "POST" });
  await read("reset no-cors", "/__dev/reset", { method: "POST", mode: "no-cors", body: "x=1" });
  await read("reset json as text", "/__dev/mails", { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" }, body: '{"clear":true}' });
  await read("delete", "/__dev/people/x", { method: "DELETE" });
  navigator.sendBeacon(target + "/__dev/reset", new Blob(["x=1"], { type: "application/x-www-form-urlencoded" }));
  await embed("img", "img", "/__dev/mails");
  await embed("script", "script", "/__dev/seeds");
  await embed("style", "link", "/__dev/mails", { rel: "stylesheet" });
  await embed("iframe", "iframe", "/__dev/seeds");
  await embed("object", "object", "/__dev/seeds");
  await embed("frame for the form", "iframe", "/__dev", { name: "sink" });
  submit("form", "POST", "/__dev/reset", "application/x-www-form-urlencoded", { x: "1" }, "sink");
  submit("form text", "POST", "/__dev/mails", "text/plain", { '{"clear":true,"x":"': '"}' }, "sink");
  submit("form multipart", "POST", "/__dev/mails", "multipart/form-data", { clear: "true" }, "sink");
  await new Promise((done) => { const source = new EventSource(target + "/__dev/mails"); source.onerror = () => { note("events", "blocked"); source.close(); done(); }; });
  await new Promise((done) => { const socket = new WebSocket(target.replace("http", "ws") + "/__dev/mails"); socket.onopen = () => { note("websocket", "open"); done(); }; socket.onerror = () => { note("websocket", "blocked"); done(); }; });
  await new Promise((done) => setTimeout(done, 500));
  return log;
};
window.popUp = () => { window.other = window.open(target + "/__dev/mails"); };
window.look = () => { try { return "frames " + window.other.length + " closed " + window.other.closed + " " + window.other.document.body.innerText; } catch (error) { return "sealed, frames " + window.other.length; } };
</script></body>`;
}

const SECRET = "precious.person@example.org";

interface Scene {
  stack: Stack;
  /** Another origin on this machine; the path it is given is the address to attack. */
  stranger: { url: string; port: number };
}

const test = base.extend<object, { scene: Scene }>({
  scene: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern
    async ({}, use) => {
      const stack = await startStack();
      const server = createServer((request, response) => {
        const target = new URL(request.url ?? "/", "http://localhost").searchParams.get("target") ?? stack.url;
        response.writeHead(200, { "content-type": "text/html" }).end(attack(target));
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const { port } = server.address() as AddressInfo;
      await use({ stack, stranger: { url: `http://localhost:${port}/`, port } });
      server.close();
      await stack.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

async function state({ stack }: Scene) {
  const of = async (path: string) => (await fetch(`${stack.url}/__dev${path}`)).json();
  return { overview: await of(""), mails: await of(`/mails?to=${SECRET}`) };
}

async function signUp({ stack }: Scene): Promise<void> {
  const body = JSON.stringify({ email: SECRET, password: "long enough" });
  await fetch(`${stack.url}/.netlify/identity/signup`, { method: "POST", body });
}

/** Runs every way of the page that is open and expects nothing to have been read. */
async function expectNothingRead(page: Page): Promise<void> {
  const log = await page.evaluate<Record<string, string>>("run()");
  for (const [way, outcome] of Object.entries(log)) {
    expect(outcome, way).toMatch(/^(blocked|opaque 0 $|sent|loaded$|loaded sealed$|cors 403)/);
    expect(outcome, way).not.toMatch(/@example|password|quiet/);
  }
}

test("S83 a page on another port of this machine reads and changes nothing of /__dev", async ({ page, scene }) => {
  await signUp(scene);
  const before = await state(scene);
  expect(before.mails).toHaveLength(1);
  for (const host of ["localhost", "127.0.0.1"]) {
    await page.goto(`http://${host}:${scene.stranger.port}/`);
    await expectNothingRead(page);
    expect(await state(scene), host).toEqual(before);
  }
});

test("S83 a page that opens /__dev in a window cannot look into it", async ({ page, context, scene }) => {
  await signUp(scene);
  await page.goto(scene.stranger.url);
  const opened = context.waitForEvent("page");
  await page.evaluate("popUp()");
  const shown = await opened;
  await expect(shown.getByRole("heading", { name: "Mails" })).toBeVisible();
  expect(await page.evaluate("look()")).toMatch(/^sealed, frames 0$|^frames 0 closed true/);
  expect(await shown.evaluate("window.opener")).toBeNull();
});

test("S83 a name that is rebound to this machine reads and changes nothing", async ({
  playwright,
  launchOptions,
  scene,
}) => {
  await signUp(scene);
  const before = await state(scene);
  const args = [...(launchOptions.args ?? []), "--host-resolver-rules=MAP evil.example 127.0.0.1"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage();
  const { port } = new URL(scene.stack.url);
  const rebound = `http://evil.example:${port}`;
  expect((await page.goto(`${rebound}/__dev/mails`))?.status()).toBe(403);
  expect(await page.content()).not.toContain(SECRET);
  // From a page of the same rebound origin, which may fetch from itself.
  await page.goto(`${rebound}/sign-up`);
  expect(await page.evaluate("fetch('/__dev/reset', { method: 'POST' }).then((r) => r.status)")).toBe(403);
  expect(await page.evaluate("fetch('/__dev/mails').then((r) => r.status)")).toBe(403);
  await page.goto(`http://evil.example:${scene.stranger.port}/?target=${encodeURIComponent(rebound)}`);
  await expectNothingRead(page);
  await browser.close();
  expect(await state(scene)).toEqual(before);
});
