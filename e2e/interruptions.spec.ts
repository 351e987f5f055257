import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures.ts";

test.use({ refusals: [400, 401] });

test("R12 two clicks create one account", async ({ page, desk }) => {
  const address = desk.freshAddress("twice");
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/users")) posts += 1;
  });
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("button", { name: "Create user" }).dblclick();
  await expect(page.getByRole("heading", { name: "User created" })).toBeVisible();
  expect(posts).toBe(1);
});

test("R09 a session that ends in the middle of a form asks to sign in over it, and the form goes through", async ({
  page,
  desk,
}) => {
  const address = desk.freshAddress("midway");
  const support = desk.seeds.staff.find((staff) => staff.rank === "support");
  await page.clock.install();
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("textbox", { name: "Name" }).fill("Kept Through It");
  // Else the check would be the one that finds the session ended, at a moment of its own.
  await expect(page.getByText(/No account has this address/)).toBeVisible();

  await endSessionsElsewhere(page, desk.url);
  await page.clock.fastForward("01:00:00");
  await page.getByRole("button", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password", { exact: true }).fill(support?.password ?? "");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "User created" })).toBeVisible();
  await expect(page.getByText("Kept Through It")).toBeVisible();
});

/** Signs the person of this page out on another device: Identity forgets every refresh token of theirs. */
async function endSessionsElsewhere(page: Page, url: string): Promise<void> {
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem("gotrue.user") ?? "{}").token.access_token);
  const answer = await page.request.post(`${url}/.netlify/identity/logout`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(204);
}
