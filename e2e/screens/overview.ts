import { altered, crawling, failing, hanging } from "./answers.ts";
import { press, type Screen } from "./screen.ts";

const nothing = {
  people: { count: 0, query: {} },
  inReview: { count: 0, query: {} },
  signups: [],
  statuses: [],
  roles: [],
  providers: [],
  refused: [],
};
const refused = { refused: [{ day: new Date().toISOString().slice(0, 10), reason: "known", count: 3 }] };

export const overviewScreens: Screen[] = [
  {
    name: "overview",
    open: async (page) => {
      await altered(page, "overview?*", refused);
      await page.goto("/overview");
    },
    shows: "Everybody as read",
    picture: true,
  },
  {
    name: "overview-table",
    goesOn: true,
    open: async (page) => {
      await press(page, "90 days");
      await page.getByText("Show as a table").first().click();
    },
    shows: "Everybody as read",
  },
  {
    name: "overview-nobody",
    open: async (page) => {
      await altered(page, "overview?*", nothing);
      await page.goto("/overview");
    },
    shows: "No users yet",
  },
  {
    name: "overview-not-read-yet",
    open: async (page) => {
      await crawling(page, "overview?*", nothing);
      await page.goto("/overview");
    },
    shows: "42,000",
  },
  {
    name: "overview-refresh-failed",
    open: async (page) => {
      await page.goto("/overview");
      await failing(page, "snapshot");
      await press(page, "Refresh");
    },
    shows: "Not everybody could be read",
  },
  {
    name: "overview-loading",
    open: async (page) => {
      await hanging(page, "overview?*");
      await page.goto("/overview");
    },
    shows: "Overview",
  },
  {
    name: "overview-failed",
    open: async (page) => {
      await failing(page, "overview?*");
      await page.goto("/overview");
    },
    shows: "The numbers could not be loaded",
  },
];
