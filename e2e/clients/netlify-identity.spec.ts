import { expect, type Page } from "@playwright/test";
import { choose, type Site, test } from "./fixtures.ts";

declare global {
  interface Window {
    identity: typeof import("@netlify/identity");
  }
}

const path = "/identity";
const hash = (page: Page) => new URL(page.url()).hash;
const callback = (page: Page) => page.evaluate(() => window.identity.handleAuthCallback());
const user = (page: Page) => page.evaluate(() => window.identity.getUser());
const cookies = async (page: Page) => (await page.context().cookies()).map(({ name }) => name).sort();

async function logIn(page: Page, site: Site, name: string): Promise<string> {
  const email = await site.account(name);
  await page.goto(path);
  await page.evaluate((to) => window.identity.login(to, "secret-1"), email);
  return email;
}

/** Opens the page anew, for a change of the fragment alone loads nothing. */
async function follow(page: Page, fragment: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${path}${fragment}`);
}

test.describe("@netlify/identity 1.2.0 in the browser", () => {
  test("reads the settings", async ({ page }) => {
    await page.goto(path);
    expect(await page.evaluate(() => window.identity.getSettings())).toMatchObject({
      autoconfirm: false,
      disableSignup: false,
      providers: { email: true, github: true, google: true, gitlab: false },
    });
  });

  test("signs up, confirms by the mailed link and is signed in, over a reload too", async ({ page, site }) => {
    const email = site.fresh("new");
    await page.goto(path);
    const made = await page.evaluate((to) => window.identity.signup(to, "secret-1", { full_name: "New" }), email);
    expect(made).toMatchObject({ email, name: "New" });
    expect(await user(page)).toBeNull();
    await follow(page, await site.fragmentTo(email));
    expect(await callback(page)).toMatchObject({ type: "confirmation", user: { email } });
    expect(hash(page)).toBe("");
    expect(await cookies(page)).toEqual(["nf_jwt", "nf_refresh"]);
    await page.reload();
    expect(await user(page)).toMatchObject({ email, name: "New" });
  });

  test("is told in words why something fails", async ({ page, site }) => {
    const email = await site.account("words");
    await page.goto(path);
    const refusals = await page.evaluate(async (to) => {
      const wordsOf = (work: Promise<unknown>) =>
        work.then(
          () => "",
          (error: Error) => `${error.name}: ${error.message}`,
        );
      return [
        await wordsOf(window.identity.login(to, "wrong")),
        await wordsOf(window.identity.signup(to, "p")),
        await wordsOf(window.identity.acceptInvite("no-such-token", "p")),
        await wordsOf(window.identity.admin.listUsers()),
      ];
    }, email);
    expect(refusals).toEqual([
      "AuthError: invalid_grant: No user found with that email, or password invalid.",
      "AuthError: A user with this email address has already been registered",
      "AuthError: User not found",
      expect.stringMatching(/^AuthError: Admin operations are server-only/),
    ]);
  });

  test("logs in and out, which another tab hears of", async ({ page, site }) => {
    const email = await site.account("loud");
    await page.goto(path);
    const other = await page.context().newPage();
    await other.goto(path);
    await other.evaluate(() => {
      window.identity.onAuthChange((event, who) => {
        document.title = `${document.title} ${event}:${who?.email}`;
      });
    });
    await page.evaluate((to) => window.identity.login(to, "secret-1"), email);
    await expect(other).toHaveTitle(new RegExp(`login:${email}`));
    await page.evaluate(() => window.identity.logout());
    await expect(other).toHaveTitle(/logout:undefined/);
    expect(await user(page)).toBeNull();
    expect(await cookies(page)).toEqual([]);
  });

  test("recovers a forgotten password by the link, then sets a new one", async ({ page, site }) => {
    const email = await site.account("forgetful");
    await page.goto(path);
    await page.evaluate((to) => window.identity.requestPasswordRecovery(to), email);
    await follow(page, await site.fragmentTo(email));
    expect(await callback(page)).toMatchObject({ type: "recovery", user: { email } });
    await page.evaluate(() => window.identity.updateUser({ password: "brand-new" }));
    await page.evaluate(() => window.identity.logout());
    const again = await page.evaluate((to) => window.identity.login(to, "brand-new"), email);
    expect(again.email).toBe(email);
  });

  test("accepts an invite with a password", async ({ page, site }) => {
    const email = await site.invite("guest");
    await follow(page, await site.fragmentTo(email));
    const invited = await callback(page);
    expect(invited).toMatchObject({ type: "invite", user: null });
    const guest = await page.evaluate((token) => window.identity.acceptInvite(token, "chosen-1"), invited?.token ?? "");
    expect(guest).toMatchObject({ email, invitedAt: expect.any(String) });
  });

  test("changes an address by the link while signed in, and not without", async ({ page, site }) => {
    const email = await logIn(page, site, "mover");
    const changed = await page.evaluate((to) => window.identity.updateUser({ email: to }), `new.${email}`);
    expect(changed).toMatchObject({ email, pendingEmail: `new.${email}` });
    const fragment = await site.fragmentTo(`new.${email}`);

    const stranger = await (await page.context().browser()?.newContext())?.newPage();
    await stranger?.goto(`${site.url}${path}${fragment}`);
    if (stranger) await expect(callback(stranger)).rejects.toThrow("requires an active browser session");
    expect(stranger && hash(stranger)).toBe(fragment);
    await stranger?.context().close();

    await follow(page, fragment);
    expect(await callback(page)).toMatchObject({ type: "email_change", user: { email: `new.${email}` } });
  });

  test("signs in through a provider", async ({ page, site }) => {
    await page.goto(path);
    await page.evaluate(() => {
      // It throws once it is on its way.
      try {
        window.identity.oauthLogin("github");
      } catch {}
    });
    await choose(page, "GitHub", "Sam Several");
    await page.waitForURL((url) => url.pathname === path);
    expect(await callback(page)).toMatchObject({
      type: "oauth",
      user: { email: "sam@example.com", provider: "github" },
    });
    expect(hash(page)).toBe("");
    expect(await site.stored("sam@example.com")).toBeDefined();
  });

  test("says nothing when the person refuses: it leaves the error in the address", async ({ page }) => {
    await page.goto(path);
    await page.evaluate(() => {
      try {
        window.identity.oauthLogin("google");
      } catch {}
    });
    await choose(page, "Google", "Refuse");
    await page.waitForURL((url) => url.pathname === path);
    expect(await callback(page)).toBeNull();
    expect(hash(page)).toBe("#error=access_denied&error_description=");
  });

  test("two tabs refreshing at once: at least one gets through with a good token, though the refusal of the other may clear the cookie of both", async ({
    page,
    site,
  }) => {
    const email = await logIn(page, site, "tabs");
    const other = await page.context().newPage();
    await other.goto(path);
    const late = Date.now() + 59.5 * 60_000;
    for (const tab of [page, other]) await tab.clock.setFixedTime(late);
    const refresh = (tab: Page) => tab.evaluate(() => window.identity.refreshSession());
    const tokens = await Promise.all([refresh(page), refresh(other)]);
    const good = tokens.filter((token) => token !== null);
    expect(good.length).toBeGreaterThan(0);
    for (const token of good) {
      const headers = { authorization: `Bearer ${token}` };
      const whose = await page.request.get("/.netlify/identity/user", { headers });
      expect(await whose.json()).toMatchObject({ email });
    }
  });

  test("leaves a session alone that has more than a minute left", async ({ page, site }) => {
    await logIn(page, site, "fresh");
    expect(await page.evaluate(() => window.identity.refreshSession())).toBeNull();
  });

  test("takes over a session that a function began with cookies", async ({ page, site }) => {
    const email = await site.account("cookies");
    await page.goto(path);
    await page.evaluate(async (to) => {
      await fetch("/sign-in", { method: "POST", body: JSON.stringify({ email: to, password: "secret-1" }) });
    }, email);
    expect(await page.evaluate(() => window.identity.hydrateSession())).toMatchObject({ email });
    expect(await user(page)).toMatchObject({ email });
  });
});
