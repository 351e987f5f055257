import { expect, type Page, test } from "@playwright/test";
import { KNOWN_ADDRESSES } from "#netlify/local/legacy-directory.ts";
import { staff } from "#netlify/local/seeds.ts";
import { mailTo } from "../mailbox.ts";
import type { Beside } from "./beside.ts";
import { openDirectory, startWithStaff } from "./desk.ts";
import { copyDesk } from "./desk-copy.ts";
import { follow } from "./guide.ts";
import { copyExample, type SiteFolder } from "./site-folder.ts";

// The stock site after docs/guides/add-the-desk.md, followed step by step.
let folder: SiteFolder;
let site: Beside;
let directory: Awaited<ReturnType<typeof openDirectory>>;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(600_000);
  folder = copyExample("stock-site");
  copyDesk(`${folder.path}/desk`);
  await follow("docs/guides/add-the-desk.md", folder);
  directory = await openDirectory();
  const functions = ["netlify/functions", ".netlify/v1/functions"];
  site = await startWithStaff({ folder: folder.path, functions, env: directory.env });
});
test.afterAll(async () => {
  await site?.stop();
  await directory?.close();
  folder?.remove();
});

const problems: string[] = [];
test.beforeEach(({ page }) => {
  problems.length = 0;
  page.on("console", (message) => {
    const isAnswer = message.text().startsWith("Failed to load resource: the server responded with a status of 4");
    if (message.type() === "error" && !isAnswer) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
});
test.afterEach(() => expect(problems, "a clean console, and nothing refused by the CSP").toEqual([]));

async function signInAtDesk(page: Page, rank: string): Promise<void> {
  const person = staff.find((one) => one.rank === rank);
  await page.goto(`${site.url}/desk`);
  await page.getByRole("textbox", { name: "E-mail" }).fill(person?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(person?.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
}

async function enterSite(page: Page, email: string, password: string, button: string): Promise<void> {
  await page.goto(site.url);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: button }).click();
}

test("staff sign in at /desk, see the site's people and search them", async ({ page }) => {
  await signInAtDesk(page, "support");
  await expect(page).toHaveURL(`${site.url}/desk/users`);
  await expect(page.getByText("4 users").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Search users" }).fill("viewer@");
  await expect(page.getByText("1 user", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "viewer@example.com" })).toBeVisible();
});

test("staff create an account, and that person logs in on the site's own page", async ({ page, browser }) => {
  await signInAtDesk(page, "support");
  await page.getByRole("link", { name: "New user" }).first().click();
  await page.getByRole("textbox", { name: "E-mail" }).fill("nora@example.org");
  await page.getByRole("checkbox", { name: /member/ }).check();
  await page
    .getByRole("radio", { name: /password/i })
    .first()
    .check();
  await page.getByRole("button", { name: "Create user" }).click();
  const password = (await page.getByTestId("password").textContent())?.trim() ?? "";

  const theirs = await (await browser.newContext()).newPage();
  await enterSite(theirs, "nora@example.org", password, "Log in");
  await expect(theirs.getByRole("status")).toHaveText("Logged in as nora@example.org");
  await theirs.getByRole("link", { name: "For members" }).click();
  await expect(theirs.getByRole("heading", { name: "For members" })).toBeVisible();
  await theirs.context().close();
});

test("an address that is known is refused: at the desk, and by the site's own sign-up page", async ({ page }) => {
  await signInAtDesk(page, "support");
  await page.goto(`${site.url}/desk/users/new`);
  const email = page.getByRole("textbox", { name: "E-mail" });
  for (const [address, reason] of [
    ["viewer@example.com", /already/i],
    [KNOWN_ADDRESSES[0] ?? "", /know/i],
  ] as const) {
    await email.fill(address);
    await page.getByRole("button", { name: "Create user" }).click();
    await expect(email).toHaveAccessibleDescription(reason);
  }
  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies();
  await enterSite(page, KNOWN_ADDRESSES[0] ?? "", "whatever it is", "Sign up");
  await expect(page.getByRole("alert")).toHaveText(/Failed to handle signup webhook/);
});

test("the desk's sign-up page says why", async ({ page }) => {
  await page.goto(`${site.url}/desk/sign-up`);
  const widget = page.frameLocator("iframe#netlify-identity-widget");
  await widget.getByPlaceholder("Enter your name").fill("Known Already");
  await widget.getByPlaceholder("Email").fill(KNOWN_ADDRESSES[0] ?? "");
  await widget.getByPlaceholder("Password").fill("correct horse battery");
  await widget.getByRole("button", { name: "Sign up" }).last().click();
  await expect(page.getByRole("heading", { name: /already have/i })).toBeVisible();
});

test("the site goes on as before, its own event functions included", async ({ page }) => {
  await enterSite(page, "eve@blocked.example", "whatever it is", "Sign up");
  await expect(page.getByRole("alert")).toHaveText(/Failed to handle signup webhook/);
  await enterSite(page, "ann@example.org", "an allotment of one's own", "Sign up");
  await expect(page.getByRole("alert")).toHaveText(/sent you a mail/);
  const mail = await mailTo(site.url, "ann@example.org");
  await page.goto("about:blank");
  await page.goto(mail.links[0] ?? "");
  await expect(page.getByRole("status")).toHaveText("Logged in as ann@example.org");
  await page.getByRole("link", { name: "For members" }).click();
  await expect(page.getByRole("heading", { name: "For members" })).toBeVisible();
});

test("each page has its own headers: the site's, and the desk's policy only at the desk", async ({ request }) => {
  const home = (await request.get(site.url)).headers();
  expect([home["content-security-policy"], home["x-content-type-options"]]).toEqual([undefined, "nosniff"]);
  const desk = (await request.get(`${site.url}/desk/users`)).headers();
  expect(desk["content-security-policy"]).toContain("default-src 'none'");
  expect(desk["content-security-policy"]?.match(/default-src/g)).toHaveLength(1);
});
