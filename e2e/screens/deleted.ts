import type { Page } from "@playwright/test";
import { api } from "../api.ts";
import type { Desk } from "../fixtures.ts";
import { altered, failing, hanging } from "./answers.ts";
import { make } from "./people.ts";
import { answer, press, type Screen } from "./screen.ts";

async function bin(page: Page, desk: Desk, name: string, reason?: string): Promise<void> {
  const id = await make(page, desk.freshAddress(name.split(" ")[0] ?? ""), name);
  await api(page, `DELETE /users/${id}`, { reason });
}

/** The bin, and what deletes for good. */
export const deletedScreens: Screen[] = [
  {
    name: "deleted",
    open: async (page, desk) => {
      await bin(page, desk, "Nora Newsletter", "Asked to be left alone");
      await bin(page, desk, "Tim Test");
      await page.goto("/deleted");
    },
    shows: "Asked to be left alone",
    picture: true,
  },
  {
    name: "deleted-restore",
    goesOn: true,
    open: (page) => press(page, /^Restore tim/i),
    shows: "Roles kept for them",
  },
  {
    name: "erase",
    open: async (page) => {
      await page.goto("/deleted");
      await press(page, /^Delete for good: tim/i);
    },
    shows: "Type the address to go on",
    picture: true,
  },
  {
    name: "deleted-selected",
    open: async (page) => {
      await page.goto("/deleted");
      await page.getByRole("checkbox", { name: /^Select tim/i }).check();
    },
    shows: "1 user selected",
  },
  {
    name: "deleted-restore-many",
    goesOn: true,
    open: (page) => press(page, /^Restore 1 user…/),
    shows: "They become what they were",
  },
  {
    name: "deleted-empty-all",
    open: async (page) => {
      await page.goto("/deleted");
      await press(page, "Empty the bin");
      await answer(page, /^Delete for good/);
    },
    shows: /to go on\./,
  },
  {
    name: "deleted-unfinished",
    open: async (page) => {
      await altered(page, "bin?*", { unfinished: ["11111111-1111-4111-8111-111111111111"] });
      await page.goto("/deleted");
    },
    shows: "not wholly deleted yet",
  },
  {
    name: "deleted-nobody-found",
    open: (page) => page.goto("/deleted?q=nobody-is-called-this"),
    shows: "Nobody found",
  },
  {
    name: "deleted-nobody",
    open: async (page) => {
      await altered(page, "bin?*", { users: [], total: 0, unfinished: [] });
      await page.goto("/deleted");
    },
    shows: "The bin is empty",
  },
  {
    name: "deleted-loading",
    open: async (page) => {
      await hanging(page, "bin?*");
      await page.goto("/deleted");
    },
    shows: "Nobody leaves it",
  },
  {
    name: "deleted-failed",
    open: async (page) => {
      await failing(page, "bin?*");
      await page.goto("/deleted");
    },
    shows: "The bin could not be loaded",
  },
];
