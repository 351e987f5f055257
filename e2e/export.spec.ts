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

test.describe("an export that is interrupted", () => {
  test.use({ refusals: [503] });

  test("R01 is told and writes no file when Identity dies in the middle or the person stops, and ends when they go on", async ({
    page,
    desk,
  }) => {
    let [files, parts] = [0, 0];
    page.on("download", () => {
      files += 1;
    });
    let release = () => {};
    const stopped = new Promise<void>((done) => {
      release = done;
    });
    await page.route("**/api/exports", async (route) => {
      parts += 1;
      if (parts === 2) {
        const error = { code: "identity_unavailable", message: "Identity does not answer.", requestId: "r1" };
        return route.fulfill({ status: 503, json: { error } });
      }
      const answer = await route.fetch();
      if (parts > 3) return route.fulfill({ response: answer });
      if (parts === 3) await stopped;
      // Another part is to come, which has nobody in it.
      return route.fulfill({ response: answer, json: { ...(await answer.json()), next: { page: 2, perPage: 500 } } });
    });
    await desk.signInAs(page, "admin");
    await page.goto("/users?q=example.com");
    const found = Number.parseInt((await page.getByText(/^\d+ users found$/).textContent()) ?? "", 10);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Export" }).click();
    const broken = dialog.getByRole("alert").filter({ hasText: "The export broke off" });
    await expect(broken).toContainText("Identity does not answer.");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByRole("button", { name: "Stop" }).click();
    release();
    await expect(dialog.getByRole("status").filter({ hasText: "Stopped" })).toContainText("No file was written.");
    expect([files, parts]).toEqual([0, 3]);
    const downloading = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Go on" }).click();
    const text = await readFile(await (await downloading).path(), "utf8");
    await expect(dialog.getByText(`${found} people exported`)).toBeVisible();
    expect(Papa.parse(text, { header: true, skipEmptyLines: true }).data).toHaveLength(found);
    expect([files, parts]).toEqual([1, 4]);
  });
});

test("support is not offered an export", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await expect(page.getByRole("link", { name: "New user" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
});
