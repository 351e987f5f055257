import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures.ts";

test.use({ refusals: [401] });

/** Renewals of the session that these pages ask Identity for from now on. */
function countRenewals(...pages: Page[]): () => number {
  let renewals = 0;
  for (const page of pages) {
    page.on("request", (request) => {
      if (request.method() === "POST" && /grant_type=refresh_token/.test(request.postData() ?? "")) renewals += 1;
    });
  }
  return () => renewals;
}

async function search(page: Page, text: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().includes(`q=${encodeURIComponent(text)}`));
  await page.getByRole("searchbox").fill(text);
  expect((await answered).status()).toBe(200);
}

test("R10 two tabs whose hour is over at once renew once, and both go on", async ({ page, context, desk }) => {
  await context.clock.install();
  await desk.signInAs(page, "admin");
  const other = await context.newPage();
  await other.goto("/users");
  await expect(other.getByRole("table")).toBeVisible();

  const renewals = countRenewals(page, other);
  // Identity's hour is over too: a token made now must be good for both.
  const clock = (to: object) => page.request.post(`${desk.url}/__dev/clock`, { data: to });
  expect((await clock({ advance: "1h" })).ok()).toBe(true);
  await context.clock.fastForward("01:00:00");
  await Promise.all([search(page, "support@example.com"), search(other, "support@example.com")]);
  for (const tab of [page, other]) await expect(tab.getByRole("dialog")).toHaveCount(0);
  expect(renewals()).toBe(1);
});

test("R46 a tab notices that another one signed in as somebody else", async ({ page, context, desk }) => {
  await desk.signInAs(page, "admin");
  const other = await context.newPage();
  // A page without scripts: nothing there looks at the session while it is being forgotten.
  await other.goto("/__dev/mails");
  await other.evaluate(() => localStorage.clear());
  await desk.signInAs(other, "viewer");

  const dialog = page.getByRole("dialog", { name: "Another account is signed in" });
  await expect(dialog).toContainText("viewer@example.com");
  await dialog.getByRole("button", { name: "Reload as the new account" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "New user" })).toHaveCount(0);
});
