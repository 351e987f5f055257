import { expect } from "@playwright/test";
import { test as base } from "./fixtures.ts";
import { startSelfHostedDesk } from "./self-hosted.ts";
import type { Stack } from "./stack.ts";

/** The desk in front of a GoTrue that runs elsewhere, which calls it by its one webhook. */
const test = base.extend<object, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern
    async ({}, use) => {
      const stack = await startSelfHostedDesk();
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

test.use({ refusals: [403, 404, 422] });

test("support finds and creates people of a GoTrue that runs elsewhere", async ({ page, desk }) => {
  const address = desk.freshAddress("elsewhere");
  await desk.signInAs(page, "support");
  await expect(page.getByText(/4 users/).first()).toBeVisible();
  await page.getByRole("link", { name: "New user" }).first().click();
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("radio", { name: /mail/i }).first().check();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByText(address).first()).toBeVisible();
  const mail = await desk.mailTo(address);
  expect(mail.links[0]).toContain(`${desk.url}/#recovery_token=`);
  const dev = await page.request.get(`${desk.url}/__dev`);
  expect(dev.status()).toBe(404);
});

test("whoever signs up there is checked by our directory first", async ({ page, desk }) => {
  const widget = page.frameLocator("iframe#netlify-identity-widget");
  const signUp = async (email: string) => {
    await page.goto("/sign-up");
    await widget.getByPlaceholder("Enter your name").fill("Signe Up");
    await widget.getByPlaceholder("Email").fill(email);
    await widget.getByPlaceholder("Password").fill("correct horse battery");
    await widget.getByRole("button", { name: "Sign up" }).last().click();
  };
  await signUp(desk.seeds.known[0] ?? "");
  await expect(page.getByRole("heading", { name: /already have/i })).toBeVisible();

  const address = desk.freshAddress("newcomer");
  await signUp(address);
  await expect(page.getByText(/mail/i).filter({ hasText: address }).first()).toBeVisible();
  await page.goto((await desk.mailTo(address)).links[0] ?? "");
  await expect(page).toHaveURL(/\/welcome$/);
  await expect(page.getByText(address)).toBeVisible();
});
