import { expect } from "@playwright/test";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [422] });

test("support finds people and sees who they are", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await expect(page.getByText(/\d+ users/).first()).toBeVisible();
  await expectNoSidewaysScroll(page);

  const admin = desk.seeds.staff.find((staff) => staff.rank === "admin");
  await page.getByRole("searchbox", { name: "Search users" }).fill(admin?.email ?? "");
  await expect(page.getByText("1 user", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: admin?.email })).toBeVisible();
  await expect(page).toHaveURL(/[?&]q=/);

  await page.getByRole("searchbox", { name: "Search users" }).fill("nobody is called this");
  await expect(page.getByRole("heading", { name: /no (users|one|result)/i })).toBeVisible();
});

test("support creates an account with a password, and the person signs in with it", async ({ page, desk }) => {
  const address = desk.freshAddress("new");
  await desk.signInAs(page, "support");
  await page.getByRole("link", { name: "New user" }).first().click();
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("textbox", { name: "Name" }).fill("Nora Neu");
  await page.getByRole("checkbox", { name: /member/ }).check();
  await page
    .getByRole("radio", { name: /password/i })
    .first()
    .check();
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Create user" }).click();

  await expect(page.getByText(address).first()).toBeVisible();
  const password = (await page.getByTestId("password").textContent())?.trim() ?? "";
  expect(password.length).toBeGreaterThanOrEqual(16);
  expect(page.url()).not.toContain(password);

  await page.goto(`/users?q=${encodeURIComponent(address)}`);
  await expect(page.getByRole("link", { name: address })).toBeVisible();
  await expect(page.getByText("member").first()).toBeVisible();
  await expect(page.getByText(password)).toHaveCount(0);

  const token = await page.request.post(`${desk.url}/.netlify/identity/token`, {
    form: { grant_type: "password", username: address, password },
  });
  expect(token.status()).toBe(200);
});

test("a person created with a mail sets a password of their own and signs in", async ({ page, desk, browser }) => {
  const address = desk.freshAddress("mailed");
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("radio", { name: /mail/i }).first().check();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByText(address).first()).toBeVisible();

  const mail = await desk.mailTo(address);
  const theirs = await browser.newContext({ baseURL: desk.url });
  const person = await theirs.newPage();
  await person.goto(mail.links[0] ?? "");
  await person.getByLabel("New password", { exact: true }).fill("a password of my own");
  await person.getByRole("button", { name: /set password|save password/i }).click();
  await expect(person).toHaveURL(/\/welcome/);
  await theirs.close();
});

test("refuses malformed, taken and known addresses at the field, and keeps what was typed", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  const email = page.getByRole("textbox", { name: "E-mail" });
  const name = page.getByRole("textbox", { name: "Name" });
  const create = page.getByRole("button", { name: "Create user" });
  await name.fill("Kept Name");
  await page.getByRole("checkbox", { name: /member/ }).check();

  const known = desk.seeds.known[0] ?? "";
  const taken = desk.seeds.staff.find((staff) => staff.rank === "viewer")?.email ?? "";
  for (const [address, reason] of [
    ["not-an-address", /not an e-mail address/i],
    [taken, /already/i],
    [known, /know/i],
  ] as const) {
    await email.fill(address);
    await create.click();
    await expect(email).toHaveAttribute("aria-invalid", "true");
    await expect(email).toHaveAccessibleDescription(reason);
    await expect(email).toBeFocused();
    await expect(email).toHaveValue(address);
    await expect(name).toHaveValue("Kept Name");
    await expect(page.getByRole("checkbox", { name: /member/ })).toBeChecked();
  }
});
