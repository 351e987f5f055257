import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { startStack } from "./stack.ts";

test.use({ refusals: [400, 401, 403, 503] });

test("somebody without a staff role is told that this desk is not for them", async ({ page, desk }) => {
  const address = desk.freshAddress("member");
  const signUp = await page.request.post(`${desk.url}/.netlify/identity/signup`, {
    data: { email: address, password: "correct horse battery" },
  });
  expect(signUp.status()).toBe(200);
  await page.goto((await desk.mailTo(address)).links[0] ?? "");
  await expect(page).toHaveURL(/\/welcome$/);
  await page.evaluate(() => localStorage.clear());

  await desk.signIn(page, address, "correct horse battery");
  await expect(page.getByRole("heading", { name: /not for you/i })).toBeVisible();
  await expect(page.getByText(address)).toBeVisible();
  await page.goto("/users");
  await expect(page.getByRole("table")).toHaveCount(0);
});

test("a wrong password is said so, and what was typed stays", async ({ page, desk }) => {
  await desk.signIn(page, "support@example.com", "wrong");
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue("support@example.com");
});

test("without DESK_OWNERS the desk shows how to set it up instead of a sign-in", async ({ page }) => {
  const bare = await startStack({ DESK_OWNERS: "" });
  try {
    await page.goto(bare.url);
    await expect(page.getByRole("heading", { name: /set up/i })).toBeVisible();
    await expect(page.getByText("DESK_OWNERS").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(0);
  } finally {
    await bare.stop();
  }
});
