import { expect, type Page } from "@playwright/test";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [403, 422] });

/** The widget draws itself into a frame of its own. */
async function signUpWithWidget(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-up");
  const widget = page.frameLocator("iframe#netlify-identity-widget");
  await widget.getByPlaceholder("Enter your name").fill("Signe Up");
  await widget.getByPlaceholder("Email").fill(email);
  await widget.getByPlaceholder("Password").fill(password);
  await expectNoSidewaysScroll(page);
  await widget.getByRole("button", { name: "Sign up" }).last().click();
}

test("a new person signs up, confirms by mail and lands signed in", async ({ page, desk }) => {
  const address = desk.freshAddress("signup");
  await signUpWithWidget(page, address, "correct horse battery");
  await expect(page.getByText(/mail/i).filter({ hasText: address }).first()).toBeVisible();
  const mail = await desk.mailTo(address);
  expect(mail.links[0]).toContain("#confirmation_token=");
  await page.goto(mail.links[0] ?? "");
  await expect(page).toHaveURL(/\/welcome$/);
  await expect(page.getByText(address)).toBeVisible();
});

test("a person whom the directory knows is told why and what to do, and gets no account", async ({ page, desk }) => {
  const known = desk.seeds.known[0] ?? "";
  await signUpWithWidget(page, known, "correct horse battery");
  const reason = page.getByRole("heading", { name: /already have/i });
  await expect(reason).toBeVisible();
  await expect(page.getByRole("link", { name: "Write to support" })).toBeVisible();

  const owner = desk.seeds.staff.find((staff) => staff.rank === "owner");
  const signIn = await page.request.post(`${desk.url}/.netlify/identity/token`, {
    form: { grant_type: "password", username: owner?.email ?? "", password: owner?.password ?? "" },
  });
  const { access_token } = await signIn.json();
  const list = await page.request.get(`${desk.url}/api/users?q=${encodeURIComponent(known)}`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect((await list.json()).total).toBe(0);
});
