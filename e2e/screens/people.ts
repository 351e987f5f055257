import { expect, type Page } from "@playwright/test";
import { api } from "../api.ts";

async function idOf(page: Page, email: string): Promise<string> {
  const { users } = await api(page, `GET /users?q=${encodeURIComponent(email)}`);
  const found = Array.isArray(users) ? users.find((user) => user.email === email) : undefined;
  expect(found, `${email} is there`).toBeDefined();
  return found.id;
}

/** Makes an account. @returns its id */
export async function make(page: Page, email: string, name: string): Promise<string> {
  const answer = await api(page, "POST /users", { email, name, roles: ["member"], access: "password" });
  return String((answer.user as { id: string }).id);
}

export async function openPerson(page: Page, email: string): Promise<void> {
  await page.goto(`/user?id=${await idOf(page, email)}`);
}

/** Presses a button of a person's page, or what stands under "More" there. */
export async function choose(page: Page, label: string): Promise<void> {
  const button = page.getByRole("button", { name: label, exact: true });
  const menu = page.getByRole("button", { name: /^(More|Actions)$/ });
  await expect(menu).toBeVisible();
  if (await button.first().isVisible()) return button.first().click();
  await menu.click();
  return page.getByRole("menuitem", { name: label, exact: true }).click();
}
