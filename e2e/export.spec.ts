import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import Papa from "papaparse";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test("an admin exports whom a search finds, with chosen columns, and it stands in the audit list", async ({
  page,
  desk,
}) => {
  await desk.signInAs(page, "admin");
  await page.goto("/users?q=example.com");
  const found = Number.parseInt((await page.getByText(/^\d+ users found$/).textContent()) ?? "", 10);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Export ${found} users` });
  await dialog.getByRole("checkbox", { name: "User metadata" }).check();
  await dialog.getByRole("checkbox", { name: "Id", exact: true }).uncheck();
  await expectNoSidewaysScroll(page);
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const file = await downloading;
  await expect(dialog.getByText(`${found} people exported`)).toBeVisible();
  expect(file.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
  const rows = Papa.parse<Record<string, string>>(await readFile(await file.path(), "utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  expect(rows.meta.fields).toEqual(["email", "name", "status", "roles", "createdAt", "userMetadata"]);
  expect(rows.data).toHaveLength(found);
  expect(rows.data.map(({ email }) => email)).toContain("admin@example.com");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: "Export", exact: true })).toBeFocused();

  await page.goto("/audit");
  await expect(
    page
      .getByRole("listitem")
      .filter({ hasText: /export/i })
      .first(),
  ).toContainText("admin@example.com");
});

test("an admin exports all whom filters leave, with when they were seen last", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  await page.goto("/users?role=desk%3Aadmin");
  await expect(page.getByRole("link", { name: "admin@example.com" })).toBeVisible();
  const found = Number.parseInt((await page.getByText(/^\d+ users? found$/).textContent()) ?? "", 10);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Export \d+ users?$/ });
  await dialog.getByRole("radio", { name: "NDJSON" }).check();
  await dialog.getByRole("checkbox", { name: "Last seen" }).check();
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const lines = (await readFile(await (await downloading).path(), "utf8")).trimEnd().split("\n");
  const people = lines.map((line) => JSON.parse(line));
  expect(people).toHaveLength(found);
  for (const { roles } of people) expect(roles).toContain("desk:admin");
  expect(people.find(({ email }) => email === "admin@example.com").lastSeenAt).toMatch(/^20/);
});

test("support is not offered an export", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await expect(page.getByRole("link", { name: "New user" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
});
