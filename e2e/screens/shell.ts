import type { Page } from "@playwright/test";
import { failing, refuse } from "./answers.ts";
import { openPerson } from "./people.ts";
import type { Screen } from "./screen.ts";

async function palette(page: Page, text = ""): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump" }).fill(text);
}

/** The session ends in this page's browser, too. */
async function signOutElsewhere(page: Page): Promise<void> {
  const other = await page.context().newPage();
  await other.goto("/__dev/mails");
  await other.evaluate(() => localStorage.clear());
  await other.close();
}

/** What works on every page. */
export const shellScreens: Screen[] = [
  {
    name: "palette",
    open: async (page) => {
      await openPerson(page, "zoe@example.gr");
      await page.getByText("Save roles").waitFor();
      await palette(page);
    },
    shows: "Change roles",
  },
  {
    name: "palette-found",
    goesOn: true,
    open: (page) => page.getByRole("combobox", { name: "Search or jump" }).fill("example.net"),
    shows: "yara.haddad@example.net",
    picture: true,
  },
  {
    name: "palette-nobody",
    goesOn: true,
    open: (page) => page.getByRole("combobox", { name: "Search or jump" }).fill("qqqq"),
    shows: "Nobody’s e-mail",
  },
  {
    name: "palette-failed",
    open: async (page) => {
      await page.goto("/overview");
      await failing(page, "users?*");
      await palette(page, "somebody");
    },
    shows: "People could not be searched",
  },
  {
    name: "shortcuts",
    open: async (page) => {
      await page.goto("/users");
      await page.getByText("zoe@example.gr").waitFor();
      await page.keyboard.press("?");
    },
    shows: "Keyboard shortcuts",
    picture: true,
  },
  {
    name: "not-staff",
    open: async (page) => {
      await refuse(page, "session", 403, { code: "not_staff", message: "This desk is for staff." });
      await page.goto("/users");
    },
    shows: /not for you/i,
    picture: true,
  },
  {
    name: "set-up",
    open: async (page) => {
      await refuse(page, "session", 503, { code: "not_configured", message: "DESK_OWNERS is not set." });
      await page.goto("/users");
    },
    shows: "DESK_OWNERS",
    picture: true,
  },
  { name: "welcome", open: (page) => page.goto("/welcome"), shows: "Welcome, you’re in" },
  {
    name: "sign-in-again",
    open: async (page) => {
      await page.goto("/overview");
      await page.getByText("Everybody as read").waitFor();
      await signOutElsewhere(page);
    },
    shows: "Sign in again",
  },
];
