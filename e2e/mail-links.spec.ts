import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test.use({ refusals: [401, 403, 404, 422] });

test("S42 a link's token leaves the address bar and the history at once", async ({ page, desk }) => {
  const address = desk.freshAddress("hash");
  await page.request.post(`${desk.url}/.netlify/identity/signup`, {
    data: { email: address, password: "a long password" },
  });
  const link = (await desk.mailTo(address)).links[0] ?? "";
  const token = link.split("=").at(-1) ?? "";
  const referrers: string[] = [];
  page.on("request", (request) => referrers.push(request.headers().referer ?? "", request.url()));
  await page.goto(link);
  await expect(page).toHaveURL(/\/welcome$/);
  await page.goBack();
  expect(page.url()).not.toContain(token);
  expect(referrers.filter((text) => text.includes(token) && !text.startsWith(link))).toEqual([]);
});

test("a forgotten password is reset by mail", async ({ page, desk }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /forgot/i }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill("viewer@example.com");
  await page.getByRole("button", { name: /send/i }).click();
  const mail = await desk.mailTo("viewer@example.com");
  expect(mail.links[0]).toContain("#recovery_token=");
  await page.goto(mail.links[0] ?? "");
  // The one they had: other stories of this worker sign in as them.
  const known = desk.seeds.staff.find(({ rank }) => rank === "viewer")?.password ?? "";
  await page.getByLabel("New password", { exact: true }).fill(known);
  await page.getByRole("button", { name: /save|set/i }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
});

test("a used or foreign link says so and offers a way on", async ({ page }) => {
  await page.goto("/#recovery_token=AAAAAAAAAAAAAAAAAAAAAA");
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send a new link" })).toBeVisible();
});

test("a password that is still to be set survives a reload", async ({ page, desk }) => {
  const address = desk.freshAddress("reload");
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("radio", { name: /mail/i }).first().check();
  await page.getByRole("button", { name: "Create user" }).click();
  const link = (await desk.mailTo(address)).links[0] ?? "";
  // A page without a script: one of the desk would leave for the sign-in at once, and meet the link half way.
  await page.goto("/__dev/mails");
  await page.evaluate(() => localStorage.clear());
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).waitFor();
  await page.reload();
  await page.getByLabel("New password", { exact: true }).fill("a password after all");
  await page.getByRole("button", { name: /save|set/i }).click();
  await expect(page).toHaveURL(/\/welcome$/);
});
