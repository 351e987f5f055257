import { expect, type Page } from "@playwright/test";
import { api } from "./api.ts";
import { test } from "./fixtures.ts";
import { choose, make } from "./screens/people.ts";

test.use({ refusals: [400, 401, 404], breakage: /net::ERR_INTERNET_DISCONNECTED/ });

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

test("R12 Enter pressed twice creates one account, and going back and forward creates no second one", async ({
  page,
  desk,
}) => {
  const address = desk.freshAddress("enter");
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/users")) posts += 1;
  });
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Open this user" }).click();
  await expect(page.getByRole("heading", { name: address, level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/New user|User created/);
  await page.goForward();
  await expect(page.getByRole("heading", { name: address, level: 1 })).toBeVisible();
  expect(posts).toBe(1);
  expect((await api(page, `GET /users?q=${address}`)).total).toBe(1);
});

test("R11 a save on a line that is gone says so, keeps what was typed, and goes through once it is back", async ({
  page,
  context,
  desk,
}) => {
  await desk.signInAs(page, "support");
  const id = await make(page, desk.freshAddress("offline"), "Olga Offline");
  await page.goto(`/user?id=${id}`);
  await choose(page, "Edit name");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Olga Online");
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Save name" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing was changed");
  await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Olga Online");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { name: "Olga Online", level: 1 })).toBeVisible();

  await page.getByRole("textbox", { name: "New note" }).fill("Called about the line");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The note was not kept" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "New note" })).toHaveValue("Called about the line");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("region", { name: "Notes" }).getByRole("listitem")).toHaveCount(1);
  const { entries } = await api(page, `GET /audit?target=${id}&action=users.rename`);
  expect(entries).toHaveLength(1);
});

test("R45 whoever is deleted while their page is open is said to be gone, with a way back to the list", async ({
  page,
  desk,
}) => {
  await desk.signInAs(page, "admin");
  const email = desk.freshAddress("gone");
  const id = await make(page, email, "Gil Gone");
  await page.goto(`/user?id=${id}`);
  await choose(page, "Edit name");
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Gil Still Here");
  await api(page, `POST /users/${id}/erase`, { confirm: email, now: true });
  await page.getByRole("dialog").getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("It may have been deleted meanwhile.")).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Back to all users" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
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
