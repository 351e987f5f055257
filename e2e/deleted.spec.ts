import { expect, type Page } from "@playwright/test";
import { api } from "./api.ts";
import { violations } from "./axe.ts";
import { type Desk, expectNoSidewaysScroll, navigate, test } from "./fixtures.ts";

test.use({ refusals: [404] });

/** Makes people and puts them into the bin; answers their addresses. */
async function binSome(page: Page, desk: Desk, ...names: string[]): Promise<string[]> {
  const addresses: string[] = [];
  for (const name of names) {
    const email = desk.freshAddress(name);
    const { user } = await api(page, "POST /users", { email, name, roles: ["member"], access: "password" });
    await api(page, `DELETE /users/${user.id}`, {});
    addresses.push(email);
  }
  return addresses;
}

test("an admin brings people back from the bin, deletes some for good, and empties it", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  const [back = "", gone = "", ...rest] = await binSome(page, desk, "back", "gone", "one", "two");
  await navigate(page, "Deleted");
  const row = (email: string) => page.getByRole("row").filter({ hasText: email });
  await expect(row(back)).toContainText("Roles kept: member");
  await expect(row(back)).toContainText("admin@example.com");
  await expectNoSidewaysScroll(page);
  expect(await violations(page), "the bin").toEqual([]);

  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: `Restore ${back}` }).click();
  await dialog.getByRole("button", { name: "Restore" }).click();
  await expect(row(back)).toHaveCount(0);

  await page.getByRole("button", { name: `Delete for good: ${gone}` }).click();
  await expect(dialog.getByRole("button", { name: "Delete for good" })).toBeDisabled();
  await dialog.getByRole("textbox", { name: "Type the address to go on" }).fill(gone.toUpperCase());
  expect(await violations(page), "one person").toEqual([]);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(gone)).toHaveCount(0);
  expect((await api(page, `GET /users?q=${gone}`)).total).toBe(0);

  for (const email of rest) await page.getByRole("checkbox", { name: `Select ${email}` }).check();
  await page.getByRole("button", { name: "Restore 2 users…" }).click();
  await dialog.getByRole("button", { name: "Restore · 2 users" }).click();
  await expect(dialog.getByRole("status")).toHaveText("2 of 2 users: 2 done.");
  await dialog.getByRole("button", { name: "Undo 2 users" }).click();
  await expect(dialog.getByRole("heading", { name: "Undo" })).toBeVisible();
  await expect(dialog.getByRole("status")).toHaveText("2 of 2 users: 2 done.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(row(rest[1] ?? "")).toBeVisible();

  await page.getByRole("button", { name: "Empty the bin" }).click();
  const start = dialog.getByRole("button", { name: /^Delete for good · \d+ users$/ });
  await start.click();
  await expect(dialog.getByText(/^Type \d+ to go on\.$/)).toBeVisible();
  expect(await violations(page), "emptying").toEqual([]);
  const count = /\d+/.exec((await start.textContent()) ?? "")?.[0] ?? "";
  await dialog.getByRole("textbox", { name: /How many people/ }).fill(count);
  await start.click();
  await expect(dialog.getByRole("status")).toHaveText(`${count} of ${count} users: ${count} done.`);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("The bin is empty")).toBeVisible();
  expect(await violations(page), "the empty bin").toEqual([]);
  // Whoever comes after finds the people of the demo again.
  await page.request.post("/__dev/reset", { data: {} });
});

for (const rank of ["viewer", "support"] as const) {
  test(`a ${rank} looks at the bin, and can do nothing there`, async ({ page, desk }) => {
    await desk.signInAs(page, rank);
    await page.goto("/deleted");
    await expect(page.getByText("You may look at it; admins restore and delete.")).toBeVisible();
    await expect(page.getByRole("button", { name: /Restore|Delete|Empty/ })).toHaveCount(0);
    await expect(page.getByRole("checkbox")).toHaveCount(0);
  });
}
