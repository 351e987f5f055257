import { api } from "../api.ts";
import { altered, failing, hanging } from "./answers.ts";
import { make } from "./people.ts";
import { press, type Screen } from "./screen.ts";

export const auditScreens: Screen[] = [
  {
    name: "audit",
    open: async (page, desk) => {
      const id = await make(page, desk.freshAddress("renamed"), "Ann Tyop");
      await api(page, `PUT /users/${id}/name`, { name: "Ann Typo", expected: "Ann Tyop", reason: "As on the form" });
      await page.goto("/audit");
    },
    shows: "Today",
    picture: true,
  },
  {
    name: "audit-filters",
    goesOn: true,
    open: (page) => page.getByText("Filters", { exact: true }).click(),
    shows: "Show entries",
    picture: true,
  },
  {
    name: "audit-narrowed",
    open: (page) => page.goto("/audit?outcome=done&kind=staff&from=2020-01-01"),
    shows: /entr(y|ies) found/,
  },
  { name: "audit-nothing", open: (page) => page.goto("/audit?to=2020-01-01"), shows: "No entries found" },
  {
    name: "audit-empty",
    open: async (page) => {
      await altered(page, "audit?*", { entries: [] });
      await page.goto("/audit");
    },
    shows: /Nothing|No entries/,
  },
  {
    name: "audit-loading",
    open: async (page) => {
      await hanging(page, "audit?*");
      await page.goto("/audit");
    },
    shows: "Audit",
  },
  {
    name: "audit-failed",
    open: async (page) => {
      await failing(page, "audit?*");
      await page.goto("/audit");
    },
    shows: "Try again",
  },
  {
    name: "audit-entry",
    open: async (page) => {
      await page.goto("/audit");
      await page
        .getByRole("link", { name: /This entry by itself/ })
        .first()
        .click();
    },
    shows: "What happened",
    picture: true,
  },
  {
    name: "audit-entry-gone",
    open: (page) => page.goto("/audit?entry=01JZZZZZZZZZZZZZZZZZZZZZZZ"),
    shows: /no such|not/i,
  },
  {
    name: "audit-export-menu",
    open: async (page) => {
      await page.goto("/audit");
      await press(page, "Export");
    },
    shows: "CSV, for spreadsheets",
  },
  {
    name: "audit-export",
    goesOn: true,
    open: (page) => page.getByRole("menuitem", { name: /CSV/ }).click(),
    shows: /exported/,
  },
  {
    name: "audit-export-running",
    open: async (page) => {
      await page.goto("/audit");
      await hanging(page, "audit/export*");
      await press(page, "Export");
      await page.getByRole("menuitem", { name: /CSV/ }).click();
    },
    shows: "Stop",
  },
];
