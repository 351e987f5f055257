import { expect } from "@playwright/test";
import { navigate, test } from "./fixtures.ts";

test.use({ refusals: [404], breakage: /^ChunkLoadError/ });

test("R25 a page whose code a deploy has replaced asks for a reload, and goes on where it was", async ({
  page,
  desk,
}) => {
  await desk.signInAs(page, "viewer");
  await page.getByRole("searchbox").fill("example.com");
  await expect(page).toHaveURL(/q=example\.com/);

  // As after a deploy: what this page has loaded works on, what it would load next is gone.
  await page.route("**/_next/static/**", (route) => route.fulfill({ status: 404, body: "Not found" }));
  await navigate(page, "Audit");
  await expect(page.getByRole("heading", { name: "There is a newer version" })).toBeVisible();
  await page.unroute("**/_next/static/**");
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
});
