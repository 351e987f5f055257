import { expect } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

// 503: a check that fails.
test.use({ refusals: [422, 503] });

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

test("an address is checked once it is complete, and what stands against it shows beside it", async ({
  page,
  desk,
}) => {
  const address = desk.freshAddress("molly");
  const { known, staff } = desk.seeds;
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  const email = page.getByRole("textbox", { name: "E-mail" });
  const said = page.getByRole("status").filter({ has: page.locator("p") });

  await email.fill(address);
  await expect(said.getByText(/No account has this address/)).toBeVisible();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("heading", { name: "User created" })).toBeVisible();
  await page.getByRole("button", { name: "Create another user" }).click();

  await email.fill(address.replace("@", "+shop@"));
  await expect(said.getByText("It looks like another address")).toBeVisible();
  await expect(said.getByText("same mailbox with a plus tag")).toBeVisible();
  await expect(said.getByRole("link", { name: address })).toHaveAttribute("href", /\/user\?id=/);
  await expectNoSidewaysScroll(page);
  expect(await violations(page)).toEqual([]);

  await email.fill(known[0] ?? "");
  await expect(said.getByText(/knows this address already/)).toBeVisible();
  await expect(said.getByText(/An admin can go on/)).toBeVisible();
  await expect(said.getByText("It looks like another address")).toHaveCount(0);

  await email.fill(staff.find((person) => person.rank === "viewer")?.email ?? "");
  await email.blur();
  await expect(said.getByText("There is already an account with this address")).toBeVisible();
});

test("a check that fails says so and holds nothing up", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await page.route("**/api/check?*", (route) =>
    route.fulfill({ status: 503, contentType: "text/html", body: "<h1>Service Unavailable</h1>" }),
  );
  await page.getByRole("textbox", { name: "E-mail" }).fill(desk.freshAddress("unchecked"));
  await expect(page.getByText("This address could not be checked now")).toBeVisible();
  await page.unroute("**/api/check?*");
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText(/No account has this address/)).toBeVisible();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("heading", { name: "User created" })).toBeVisible();
});

test("an account made only in part is finished at once, or later from its page", async ({ page, desk }) => {
  const lose = async (fault: Record<string, unknown>) => {
    expect((await page.request.post(`${desk.url}/__dev/faults`, { data: fault })).status()).toBe(201);
  };
  await desk.signInAs(page, "support");
  await page.goto("/users/new");
  await lose({ kind: "status", status: 503, route: "PUT /admin/users/{id}", times: 3 });
  await page.getByRole("textbox", { name: "E-mail" }).fill(desk.freshAddress("half"));
  await page.getByRole("checkbox", { name: /member/ }).check();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("heading", { name: "User created, not complete" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Set the roles now" }).click();
  await expect(page.getByText("The roles are set")).toBeVisible();
  await expect(page.getByRole("heading", { name: "User created", exact: true })).toBeVisible();
  await expect(page.getByText("member").first()).toBeVisible();

  const address = desk.freshAddress("unmailed");
  await page.getByRole("button", { name: "Create another user" }).click();
  await lose({ kind: "mail_error", times: 1 });
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page.getByRole("radio", { name: /mail/i }).first().check();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByRole("heading", { name: "User created, not complete" })).toBeVisible();
  await page.getByRole("link", { name: "Open this user" }).click();
  await expect(page.getByText("The mail was not sent", { exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Send the mail now" }).click();
  await desk.mailTo(address);
  await expect(page.getByText("The mail was not sent", { exact: true })).toHaveCount(0);
});
