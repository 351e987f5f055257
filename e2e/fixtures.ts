import { test as base, type ConsoleMessage, expect, type Locator, type Page } from "@playwright/test";
import { type Mail, mailTo } from "./mailbox.ts";
import { type Rank, type Seeds, type Stack, startStack } from "./stack.ts";

/** What a spec can ask of the running product besides its pages. */
export interface Desk {
  url: string;
  seeds: Seeds;
  /** Signs in through the form on the start page. */
  signIn(page: Page, email: string, password: string): Promise<void>;
  signInAs(page: Page, rank: Rank): Promise<void>;
  /** Waits for the newest mail to an address. */
  mailTo(address: string): Promise<Mail>;
  /** An address that nobody has used yet. */
  freshAddress(name: string): string;
}

let serial = 0;

function openDesk({ url, mailbox = url, seeds }: Stack): Desk {
  const desk: Desk = {
    url,
    seeds,
    async signIn(page, email, password) {
      await page.goto("/");
      await page.getByRole("textbox", { name: "E-mail" }).fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
    },
    async signInAs(page, rank) {
      const person = seeds.staff.find((staff) => staff.rank === rank);
      if (!person) throw new Error(`No ${rank} is seeded.`);
      await desk.signIn(page, person.email, person.password);
      await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
    },
    mailTo: (address) => mailTo(mailbox, address),
    freshAddress(name) {
      serial += 1;
      return `${name}.${process.pid}.${serial}@example.org`;
    },
  };
  return desk;
}

/** A worker's next story counts on the time of day, and on an Identity that does not fail. */
async function setRight({ url, mailbox = url }: Stack): Promise<void> {
  const clock = await fetch(`${mailbox}/__dev/clock`, { method: "POST", body: JSON.stringify({ reset: true }) });
  const faults = await fetch(`${mailbox}/__dev/faults`, { method: "DELETE" });
  expect([clock.status, faults.status], "the clock set right, no fault left").toEqual([200, 200]);
}

/** Chromium logs every answer ≥ 400 as an error of its own; a refusal that a story is about names its status here. */
function isAnnouncedStatus(message: ConsoleMessage, expected: readonly number[]): boolean {
  const status = /^Failed to load resource: the server responded with a status of (\d+)/.exec(message.text())?.[1];
  return status !== undefined && expected.includes(Number(status));
}

export const test = base.extend<
  { refusals: number[]; breakage: RegExp | undefined; watched: undefined; righted: undefined },
  { stack: Stack; desk: Desk }
>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  desk: [async ({ stack }, use) => use(openDesk(stack)), { scope: "worker" }],
  baseURL: async ({ stack }, use) => use(stack.url),

  /** Statuses that this story provokes on purpose. Everything else on the console fails the test. */
  refusals: [[], { option: true }],
  /** What the console says where a story breaks the page on purpose. */
  breakage: [undefined, { option: true }],

  watched: [
    async ({ context, refusals, breakage }, use) => {
      const problems: string[] = [];
      context.on("console", (message) => {
        if (message.type() !== "error" || isAnnouncedStatus(message, refusals)) return;
        if (breakage?.test(message.text())) return;
        problems.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => problems.push(`page: ${error.error().stack ?? error.error().message}`));
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      await use(undefined);
      expect(problems, "a clean console, and nothing refused by the CSP").toEqual([]);
    },
    { auto: true },
  ],

  righted: [
    async ({ stack }, use) => {
      await use(undefined);
      await setRight(stack);
    },
    { auto: true },
  ],
});

/** Goes to a page by the navigation, which phones keep behind a button. */
export async function navigate(page: Page, name: string): Promise<void> {
  const menu = page.getByRole("button", { name: "Menu" });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("link", { name, exact: true }).first().click();
}

/** The Tab key leads from one element to the next. A busy browser may lose a key that comes while it paints, so it is pressed again. */
export async function tabTo(from: Locator, to: Locator): Promise<void> {
  await expect(async () => {
    await from.press("Tab");
    await expect(to).toBeFocused({ timeout: 1_000 });
  }).toPass({ timeout: 10_000 });
}

/** Fails when something on the page is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "no sideways scrolling").toBeLessThanOrEqual(0);
}
