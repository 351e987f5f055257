import type { Page } from "@playwright/test";
import { altered, crawling, failing, forbidden, hanging } from "./answers.ts";
import { answer, press, type Screen } from "./screen.ts";

async function tick(page: Page, ...addresses: string[]): Promise<void> {
  for (const address of addresses) await page.getByRole("checkbox", { name: `Select ${address}` }).check();
}

const narrowed = "/users?status=active,suspended&role=member&createdFrom=2024-01-01";

/** The list of users with all that opens over it, as an admin sees it. */
export const usersScreens: Screen[] = [
  { name: "users", open: (page) => page.goto("/users"), shows: "zoe@example.gr", picture: true },
  { name: "users-filters", goesOn: true, open: (page) => press(page, "Filters"), shows: "Sorted by", picture: true },
  {
    name: "users-columns",
    open: async (page) => {
      await page.goto("/users");
      await press(page, "Columns");
    },
    shows: "Show these columns",
  },
  {
    name: "users-views",
    open: async (page) => {
      await page.goto("/users?q=example.org");
      await press(page, "Views");
    },
    shows: "Save what shows now as",
  },
  {
    name: "users-views-saved",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("textbox", { name: "Save what shows now as" }).fill("Readers of example.org");
      await answer(page, "Save");
    },
    shows: "Saved as",
  },
  { name: "users-views-rename", goesOn: true, open: (page) => answer(page, /^Rename/), shows: "New name" },
  { name: "users-narrowed", open: (page) => page.goto(narrowed), shows: "Refresh", picture: true },
  {
    name: "users-all-columns",
    open: (page) => page.goto("/users?columns=email,name,status,roles,provider,createdAt,lastSeen"),
    shows: "zoe@example.gr",
  },
  { name: "users-nobody-found", open: (page) => page.goto("/users?q=nobody-is-called-this"), shows: "Clear" },
  {
    name: "users-nobody-matches",
    open: (page) => page.goto("/users?status=rejected&role=treasurer"),
    shows: "No users found",
  },
  {
    name: "users-nobody",
    open: async (page) => {
      await altered(page, "users?*", { users: [], total: 0 });
      await page.goto("/users");
    },
    shows: "No users",
  },
  {
    name: "users-not-read-yet",
    open: async (page) => {
      await altered(page, "users?*", { users: [], total: 0, snapshot: { state: "none" } });
      await hanging(page, "snapshot");
      await page.goto("/users?status=active");
    },
    shows: /for the first time|Reading/,
  },
  {
    name: "users-crawling",
    open: async (page) => {
      await crawling(page, "users?*", { users: [], total: 0 });
      await page.goto("/users?status=active");
    },
    shows: /42,000/,
  },
  {
    name: "users-stale",
    open: async (page) => {
      await altered(page, "users?*", { snapshot: { state: "crawling", asOf: "2024-01-01T10:00:00Z", people: 44 } });
      await altered(page, "snapshot", { state: "crawling", asOf: "2024-01-01T10:00:00Z", people: 44 });
      await page.goto("/users?status=active");
    },
    shows: "Refresh",
  },
  {
    name: "users-loading",
    open: async (page) => {
      await hanging(page, "users?*");
      await page.goto("/users");
    },
    shows: "Columns",
  },
  {
    name: "users-failed",
    open: async (page) => {
      await failing(page, "users?*");
      await page.goto("/users");
    },
    shows: "Try again",
  },
  {
    name: "session-failed",
    open: async (page) => {
      await failing(page, "session");
      await page.goto("/users");
    },
    shows: "cannot tell what you may do",
  },
  {
    name: "users-selected",
    open: async (page) => {
      await page.goto("/users");
      await tick(page, "admin@example.com", "yara.haddad@example.net", "zoe@example.gr");
    },
    shows: "3 users selected",
    picture: true,
  },
  { name: "bulk", goesOn: true, open: (page) => press(page, /^Change 3 users/), shows: "What to do" },
  { name: "bulk-missing", goesOn: true, open: (page) => answer(page, /^Go on/), shows: "Choose what to do." },
  {
    name: "bulk-role",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("radio", { name: "Give a role" }).check();
      await page.getByRole("dialog").getByLabel("Role", { exact: true }).selectOption("billing");
      await page.getByRole("textbox", { name: "Reason" }).fill("moved to the new plan");
    },
    shows: "Their other roles stay.",
    picture: true,
  },
  {
    name: "bulk-running",
    goesOn: true,
    open: async (page) => {
      await hanging(page, "users/bulk");
      await answer(page, /^Give a role/);
    },
    shows: "0 of 3 users",
  },
  {
    name: "bulk-outcomes",
    open: async (page) => {
      await page.goto("/users");
      await tick(page, "admin@example.com", "yara.haddad@example.net", "zoe@example.gr");
      await press(page, /^Change 3 users/);
      await page.getByRole("radio", { name: "Give a role" }).check();
      await page.getByRole("dialog").getByLabel("Role", { exact: true }).selectOption("subscriber");
      await answer(page, /^Give a role/);
    },
    shows: /1 refused/,
    picture: true,
  },
  { name: "bulk-undone", goesOn: true, open: (page) => answer(page, /^Undo/), shows: /of \d users?: \d done/ },
  {
    name: "bulk-stopped",
    open: async (page) => {
      await page.goto("/users");
      await tick(page, "zoe@example.gr");
      await forbidden(page, "users/bulk");
      await press(page, /^Change 1 user/);
      await page.getByRole("radio", { name: "Mail them a link" }).check();
      await answer(page, /^Mail them/);
    },
    shows: "It stopped by itself",
  },
  {
    name: "export",
    open: async (page) => {
      await page.goto("/users");
      await press(page, "Export");
    },
    shows: "For spreadsheets",
    picture: true,
  },
  { name: "export-done", goesOn: true, open: (page) => answer(page, "Export"), shows: "people exported" },
  {
    name: "export-running",
    open: async (page) => {
      await page.goto("/users");
      await press(page, "Export");
      await hanging(page, "exports");
      await answer(page, "Export");
    },
    shows: "Reading",
  },
  { name: "export-stopped", goesOn: true, open: (page) => answer(page, "Stop"), shows: "No file was written" },
  {
    name: "export-failed",
    open: async (page) => {
      await page.goto("/users");
      await press(page, "Export");
      await forbidden(page, "exports");
      await answer(page, "Export");
    },
    shows: "The export broke off",
  },
];
