import { expect, type Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

// 422: a refused form; 403: whoever follows a mail and is no staff.
test.use({ refusals: [422, 403] });

const LONG = "a.very.long.address.that.goes.on.and.on.and.never.seems.to.end@a.subdomain.of.a.long-name.example.org";

/** Somebody of every kind, a mail to each who signed up, a moved clock, a fault, a snapshot. */
async function furnish({ url }: Stack): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status, path).toBeLessThan(300);
  };
  await post("/__dev/reset", {});
  await post("/__dev/people", {
    email: LONG,
    full_name: "\u202eيوسف بن أحمد",
    roles: ["role", "محرر", "x".repeat(60)],
  });
  await post("/.netlify/identity/signup", { email: "console.guest@example.org", password: "long enough" });
  await post("/.netlify/identity/recover", { email: "admin@example.com" });
  await post("/__dev/snapshots", { save: "furnished" });
  await post("/__dev/faults", { kind: "status", route: "POST /invite", status: 503, times: 2 });
  await post("/__dev/clock", { advance: "20m" });
}

/** Every page of the navigation, and one of each kind that a list leads to. */
async function addresses(page: Page, { url }: Stack): Promise<string[]> {
  await page.goto("/__dev");
  const links = page.getByRole("navigation", { name: "Pages", exact: true, includeHidden: true }).locator("a");
  const inNavigation = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  const first = async (path: string) => (await fetch(`${url}/__dev${path}`)).json();
  const [mail] = await first("/mails");
  const [delivery] = await first("/events");
  const { people } = await first(`/people?q=${LONG}`);
  return [
    ...inNavigation,
    `/__dev/mails/${mail.id}`,
    `/__dev/events?id=${delivery.id}`,
    `/__dev/people/${people[0].id}`,
    "/__dev/people?q=nobody-is-called-this",
    "/__dev/mails?q=nobody-is-called-this",
  ];
}

// Colours do not depend on the width, nor the width on colours: each screen takes one of two.
test("axe finds nothing on any page of /__dev, open or folded, and nothing is wider than a small phone", async ({
  page,
  stack,
  isMobile,
}) => {
  test.slow();
  await furnish(stack);
  await page.emulateMedia({ colorScheme: isMobile ? "dark" : "light" });
  const all = await addresses(page, stack);
  expect(all.length).toBeGreaterThan(10);
  if (isMobile) await page.setViewportSize({ width: 360, height: 740 });
  for (const address of all) {
    await page.goto(address);
    await expectNoSidewaysScroll(page);
    await page.locator("main details").evaluateAll((folded) => {
      for (const each of folded) each.setAttribute("open", "");
    });
    expect(await violations(page), address).toEqual([]);
  }
  if (!isMobile) return;
  await page.getByText("Menu", { exact: true }).click();
  expect(await violations(page), "the menu").toEqual([]);
});

test("by keyboard alone, somebody adds a person, mends a refused form, and opens the desk as them", async ({
  page,
  stack,
}) => {
  await furnish(stack);
  await page.goto("/__dev/people");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByText("Add a person", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("admin@example.com");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("There is an account with this address already.");
  await page.getByLabel("E-mail").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("keyboard@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("keyboard@example.org was added.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("keyboard@example.org");
  await page.getByRole("button", { name: "Open the site as this person" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/(?!__dev)/);
  // Not somebody of the staff: the desk has been asked who they are.
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a mail is opened from the mailbox and its link leads to the site", async ({ page, stack }) => {
  await furnish(stack);
  await page.goto("/__dev/mails?to=console.guest@example.org");
  await page.getByRole("link", { name: "Confirm Your Signup" }).click();
  await expect(page.locator("iframe")).toHaveAttribute("srcdoc", /confirmation_token=/);
  await page.getByRole("link", { name: "Open: confirm the address" }).click();
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/(?!__dev)/);
  await expect
    .poll(async () => (await (await fetch(`${stack.url}/__dev/people?q=console.guest`)).json()).people[0].state)
    .toBe("active");
});
