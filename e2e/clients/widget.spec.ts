import { expect, type FrameLocator, type JSHandle, type Page } from "@playwright/test";
import { choose, type Site, test } from "./fixtures.ts";

/** As far as these stories use it; the package ships no types. */
interface Widget {
  open(page?: "login" | "signup"): void;
  logout(): Promise<void>;
  refresh(force?: boolean): Promise<string>;
  currentUser(): { email: string; new_email?: string; update(changes: object): Promise<unknown> } | null;
}
const frame = (page: Page): FrameLocator => page.frameLocator("iframe#netlify-identity-widget");
const widget = (page: Page): Promise<JSHandle<Widget>> => page.evaluateHandle("window.netlifyIdentity");
const cookie = async (page: Page) => (await page.context().cookies()).find(({ name }) => name === "nf_jwt")?.value;

async function open(page: Page, form: "login" | "signup"): Promise<FrameLocator> {
  await page.goto("/widget");
  await (await widget(page)).evaluate((widget, name) => widget.open(name), form);
  return frame(page);
}

async function submit(page: Page, button: string, fields: Record<string, string>): Promise<void> {
  for (const [placeholder, value] of Object.entries(fields))
    await frame(page).getByPlaceholder(placeholder).fill(value);
  await frame(page).locator("form").getByRole("button", { name: button }).click();
}

async function expectSignedIn(page: Page, who: string): Promise<void> {
  await expect(frame(page).getByText(who)).toBeVisible();
  await expect(frame(page).getByRole("button", { name: "Log out" })).toBeVisible();
}

async function logIn(page: Page, site: Site, name: string): Promise<string> {
  const email = await site.account(name);
  await open(page, "login");
  await submit(page, "Log in", { Email: email, Password: "secret-1" });
  await expectSignedIn(page, email);
  return email;
}

test.describe("netlify-identity-widget 2.0.3", () => {
  test("signs up, confirms by the mailed link, logs out", async ({ page, site }) => {
    const email = site.fresh("new");
    await open(page, "signup");
    await submit(page, "Sign up", { "Enter your name": "New Person", Email: email, Password: "secret-1" });
    await expect(frame(page).getByText("A confirmation message was sent to your email")).toBeVisible();
    await page.goto(`/widget${await site.fragmentTo(email)}`);
    await page.reload();
    await expectSignedIn(page, "New Person");
    expect(await cookie(page)).toMatch(/^ey/);
    await frame(page).getByRole("button", { name: "Log out" }).click();
    await expect(frame(page).getByPlaceholder("Password")).toBeVisible();
    expect(await cookie(page)).toBeUndefined();
  });

  test("shows why a login fails, and stays signed in over a reload once it does not", async ({ page, site }) => {
    const email = await site.account("login");
    await open(page, "login");
    await submit(page, "Log in", { Email: email, Password: "wrong" });
    await expect(frame(page).getByText("No user found with that email, or password invalid.")).toBeVisible();
    await submit(page, "Log in", { Password: "secret-1" });
    await expectSignedIn(page, email);
    await page.reload();
    expect(await (await widget(page)).evaluate((widget) => widget.currentUser()?.email)).toBe(email);
  });

  test("shows why a sign-up is refused", async ({ page, site }) => {
    const email = await site.account("taken");
    await open(page, "signup");
    await submit(page, "Sign up", { "Enter your name": "Taken", Email: email, Password: "secret-1" });
    await expect(frame(page).getByText("A user with this email address has already been registered")).toBeVisible();
  });

  test("says that a link does not work any more", async ({ page }) => {
    await page.goto("/widget#confirmation_token=used-long-ago");
    await expect(frame(page).getByText(/error verifying your account/i)).toBeVisible();
  });

  test("recovers a forgotten password", async ({ page, site }) => {
    const email = await site.account("forgetful");
    const form = await open(page, "login");
    await form.getByRole("button", { name: "Forgot password?" }).click();
    await submit(page, "Send recovery email", { Email: email });
    await expect(form.getByText(/We've sent a recovery email/)).toBeVisible();
    await page.goto("about:blank");
    await page.goto(`/widget${await site.fragmentTo(email)}`);
    await submit(page, "Update password", { Password: "brand-new" });
    await expectSignedIn(page, email);
    await (await widget(page)).evaluate((widget) => widget.logout());
    await submit(page, "Log in", { Email: email, Password: "brand-new" });
    await expectSignedIn(page, email);
  });

  test("accepts an invite with a password", async ({ page, site }) => {
    const email = await site.invite("guest");
    await page.goto(`/widget${await site.fragmentTo(email)}`);
    await submit(page, "Sign up", { Password: "chosen-1" });
    await expectSignedIn(page, email);
  });

  test("accepts an invite through a provider", async ({ page, site }) => {
    const email = await site.invite("guest");
    await page.goto(`/widget${await site.fragmentTo(email)}`);
    await frame(page).getByRole("button", { name: "Continue with GitHub" }).click();
    await choose(page, "GitHub", "Whoever was invited");
    await expectSignedIn(page, email);
    expect(await site.stored(email)).toMatchObject({ app_metadata: { provider: "github" } });
  });

  test("signs in through a provider and comes back to its page", async ({ page, site }) => {
    const form = await open(page, "login");
    await form.getByRole("button", { name: "Continue with Google" }).click();
    await choose(page, "Google", "Ada Example");
    await expectSignedIn(page, "Ada Example");
    expect(new URL(page.url()).pathname).toBe("/widget");
    expect(await cookie(page)).toMatch(/^ey/);
    expect(await site.stored("ada@example.com")).toMatchObject({ user_metadata: { full_name: "Ada Example" } });
  });

  test("shows nothing when the person refuses: it waits for a wording that no provider sends", async ({ page }) => {
    const form = await open(page, "login");
    await form.getByRole("button", { name: "Continue with GitHub" }).click();
    await choose(page, "GitHub", "Refuse");
    await expect(page).toHaveURL(/\/widget#error=access_denied&error_description=The\+user\+has\+denied/);
    await expect(page.locator("iframe#netlify-identity-widget")).toBeHidden();
  });

  test("changes an address by the link, at once when signed in", async ({ page, site }) => {
    const email = await logIn(page, site, "mover");
    await (await widget(page)).evaluate((widget, to) => widget.currentUser()?.update({ email: to }), `new.${email}`);
    await page.goto("about:blank");
    await page.goto(`/widget${await site.fragmentTo(`new.${email}`)}`);
    await expectSignedIn(page, `new.${email}`);
    expect(await site.stored(`new.${email}`)).toBeDefined();
  });

  test("changes an address by the link after logging in, when signed out", async ({ page, site }) => {
    const email = await logIn(page, site, "mover");
    await (await widget(page)).evaluate((widget, to) => widget.currentUser()?.update({ email: to }), `new.${email}`);
    await (await widget(page)).evaluate((widget) => widget.logout());
    await page.goto("about:blank");
    await page.goto(`/widget${await site.fragmentTo(`new.${email}`)}`);
    await submit(page, "Log in", { Email: email, Password: "secret-1" });
    await expect.poll(() => site.stored(`new.${email}`)).toBeDefined();
  });

  test("two tabs refreshing at once: when both get through both stay, but one that is refused signs out the other, too", async ({
    page,
    site,
  }) => {
    await logIn(page, site, "tabs");
    const second = await page.context().newPage();
    await second.goto("/widget");
    const refresh = async (tab: Page) => (await widget(tab)).evaluate((widget) => widget.refresh(true).catch(() => ""));
    const tokens = await Promise.all([refresh(page), refresh(second)]);
    expect(tokens.join("")).toMatch(/^ey/);
    const isSignedIn = async (tab: Page) => (await widget(tab)).evaluate((widget) => widget.currentUser() !== null);
    const bothGotThrough = tokens.every((token) => token !== "");
    for (const tab of [page, second]) await expect.poll(() => isSignedIn(tab)).toBe(bothGotThrough);
  });

  test("drops the session of an account that is gone", async ({ page, site }) => {
    const email = await logIn(page, site, "gone");
    await site.remove(email);
    await page.reload();
    await expect.poll(() => cookie(page)).toBeUndefined();
  });
});
