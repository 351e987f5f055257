import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test("S40 leads nobody to a foreign page after sign-in", async ({ page, desk }) => {
  const support = desk.seeds.staff.find((staff) => staff.rank === "support");
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
  ]) {
    // A page without a script, so that nothing leaves while the last session is forgotten.
    await page.goto("/__dev/mails");
    await page.evaluate(() => localStorage.clear());
    await page.goto(`/?next=${encodeURIComponent(next)}`);
    await page.getByRole("textbox", { name: "E-mail" }).fill(support?.email ?? "");
    await page.getByLabel("Password", { exact: true }).fill(support?.password ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(desk.url);
  }
});

test.describe("inside a foreign frame", () => {
  test("S41 no page of the desk shows", async ({ page, desk }) => {
    const answer = await page.request.get(`${desk.url}/users`);
    expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(answer.headers()["content-security-policy"]).not.toContain("'unsafe");
  });
});

test("every page carries a policy of its own, and only the sign-up page allows inline styles", async ({
  page,
  desk,
}) => {
  for (const path of ["/", "/users", "/users/new", "/user?id=x", "/audit", "/welcome", "/sign-up"]) {
    const policy = (await page.request.get(`${desk.url}${path}`)).headers()["content-security-policy"] ?? "";
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy.includes("'unsafe-inline'"), path).toBe(path === "/sign-up");
    expect(policy, path).not.toMatch(/script-src[^;]*'unsafe/);
  }
});
