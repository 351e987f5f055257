import { expect, type Page, test } from "@playwright/test";
import { mailTo } from "../mailbox.ts";
import { type Beside, startBeside } from "./beside.ts";
import { copyExample, type SiteFolder } from "./site-folder.ts";

// A site that knows nothing of us, unchanged, under the real netlify dev: pages, functions of both kinds, event functions
// of both kinds, redirects by role, headers.
let folder: SiteFolder;
let site: Beside;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  folder = copyExample("stock-site");
  await folder.sh("npm run build");
  site = await startBeside({ folder: folder.path, functions: ["netlify/functions"] });
});
test.afterAll(async () => {
  await site?.stop();
  folder?.remove();
});

const ANN = { email: "ann@example.com", password: "an allotment of one's own" };

async function enter(page: Page, { email, password }: typeof ANN, button: string): Promise<void> {
  await page.goto(site.url);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: button }).click();
}

test("somebody signs up on the site's own page, follows the mail, and is logged in as a member", async ({ page }) => {
  await enter(page, ANN, "Sign up");
  await expect(page.getByRole("alert")).toHaveText(/sent you a mail/);
  const mail = await mailTo(site.url, ANN.email);
  // As from a mail program: on the page itself, only the part behind the # would change.
  await page.goto("about:blank");
  await page.goto(mail.links[0] ?? "");
  await expect(page.getByRole("status")).toHaveText(`Logged in as ${ANN.email}`);

  await page.getByRole("button", { name: "Say hello" }).click();
  await expect(page.getByRole("alert")).toHaveText(`Hello, ${ANN.email}.`);
  await page.getByRole("button", { name: "How many are we?" }).click();
  await expect(page.getByRole("alert")).toHaveText("There are 1 of us.");

  // The classic identity-signup function has made a member, and the token says so only from the next one on.
  await page.getByRole("button", { name: "Log out" }).click();
  await enter(page, ANN, "Log in");
  await expect(page.getByRole("status")).toHaveText(`Logged in as ${ANN.email}`);
  await page.getByRole("link", { name: "For members" }).click();
  await expect(page.getByRole("heading", { name: "For members" })).toBeVisible();
});

test("a stranger is led away from what is for members, and a forged token helps nobody", async ({ page, context }) => {
  await page.goto(`${site.url}/members/`);
  await expect(page).toHaveURL(`${site.url}/?members-only=true`);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { exp: 4_000_000_000, app_metadata: { roles: ["member"] } };
  const forged = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.AAAA`;
  await context.addCookies([{ name: "nf_jwt", value: forged, url: site.url }]);
  await page.goto(`${site.url}/members/`);
  await expect(page).toHaveURL(`${site.url}/?members-only=true`);
});

test("the typed event function refuses whom it is to refuse", async ({ page }) => {
  await enter(page, { email: "eve@blocked.example", password: "whatever it is" }, "Sign up");
  await expect(page.getByRole("alert")).toHaveText(/Failed to handle signup webhook/);
});

test("functions believe no forged caller, and event functions nobody but Identity", async ({ request }) => {
  const forged = Buffer.from(
    JSON.stringify({ url: site.url, token: "x", user: { email: "root@example.com", app_metadata: {} } }),
  ).toString("base64");
  const hello = await request.get(`${site.url}/api/hello`, { headers: { "x-nf-identity-info": forged } });
  expect(await hello.json()).toEqual({ text: "Hello, stranger." });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const bearer = `${part({ alg: "HS256" })}.${part({ exp: 4_000_000_000, email: "root@example.com" })}.AAAA`;
  const count = await request.get(`${site.url}/.netlify/functions/people-count`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(count.status()).toBe(401);
  const event = await request.post(`${site.url}/.netlify/functions/identity-signup`, {
    headers: { "x-netlify-event": "identity_signup" },
    data: { event: "signup", user: {} },
  });
  expect(event.status()).toBe(403);
});

test("headers and redirects are the site's, on this address", async ({ request }) => {
  const home = await request.get(`${site.url}/home`, { maxRedirects: 0 });
  expect([home.status(), home.headers().location]).toEqual([301, "/"]);
  expect((await request.get(site.url)).headers()["x-content-type-options"]).toBe("nosniff");
});
