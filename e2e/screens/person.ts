import type { Page } from "@playwright/test";
import { api } from "../api.ts";
import { altered, failing, hanging, onePerson } from "./answers.ts";
import { choose, make, openPerson } from "./people.ts";
import { answer, press, type Screen } from "./screen.ts";

const zoe = "zoe@example.gr";

/** Somebody as they are, but for what is said of them here. */
async function openAltered(page: Page, email: string, change: object): Promise<void> {
  await altered(page, onePerson, change);
  await openPerson(page, email);
}

async function openHeavy(page: Page, email: string, other: string): Promise<void> {
  const id = await make(page, email, "Lily Look-Alike");
  await make(page, other, "Lily Lookalike");
  const set = {
    phone: "+49 30 1234",
    newsletter: true,
    address: { street: "Rue de la Paix 5", city: "Paris" },
    biography: "She writes about boats. ".repeat(100),
  };
  await api(page, `PUT /users/${id}/metadata`, { of: "user", set, expected: {} });
  await page.goto(`/user?id=${id}`);
}

const inReview = { status: "in_review", keptOut: { since: "2026-01-01T10:00:00Z", ended: false, roles: ["member"] } };
const ended = { status: "active", keptOut: { until: "2026-01-01T10:00:00Z", ended: true, roles: ["member"] } };
const binned = { status: "deleted", keptOut: { since: "2026-01-01T10:00:00Z", ended: false, roles: ["member"] } };
const paused = {
  status: "suspended",
  keptOut: { since: "2026-01-01T10:00:00Z", until: "2099-01-01T10:00:00Z", ended: false, roles: ["member"] },
};

/** The page of one person in every state, and each dialog over it, as an admin sees them. */
export const personScreens: Screen[] = [
  { name: "user", open: (page) => openPerson(page, zoe), shows: "Save roles", picture: true },
  { name: "user-menu", goesOn: true, open: (page) => press(page, "More"), shows: "Set a password" },
  {
    name: "edit-name",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Edit name");
    },
    shows: "Also found by the search",
  },
  {
    name: "edit-name-leaving",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Zoe");
      await page.keyboard.press("Escape");
    },
    shows: "Close without saving?",
  },
  {
    name: "confirm-by-hand",
    open: async (page) => {
      await openPerson(page, "tomas.ribeiro@example.pt");
      await choose(page, "Confirm by hand");
    },
    shows: "takes it as proved",
  },
  {
    name: "send-link",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Send a link to set a password");
    },
    shows: "Identity mails a link",
  },
  {
    name: "change-email",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Change e-mail address");
      await page.getByRole("textbox", { name: "New address" }).fill("known@example.com");
    },
    shows: "knows this address already",
    picture: true,
  },
  {
    name: "set-password",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Set a password");
    },
    shows: "One made for them",
  },
  {
    name: "set-password-typed",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("radio", { name: "One that I type" }).check();
      await page.getByLabel("New password").fill("short");
      await answer(page, "Set password");
    },
    shows: /at least 8|too short/i,
  },
  {
    name: "app-metadata",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Edit app metadata");
    },
    shows: "Only staff and the site",
  },
  {
    name: "suspend",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Suspend");
    },
    shows: "Ends by itself",
    picture: true,
  },
  {
    name: "bin",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Move to the bin");
    },
    shows: "Kept in the audit list",
  },
  {
    name: "erase-not-binned",
    open: async (page) => {
      await openPerson(page, zoe);
      await choose(page, "Delete for good");
    },
    shows: "They are not in the bin.",
  },
  {
    name: "user-heavy",
    open: (page, desk) => {
      const a = desk.freshAddress("lily");
      return openHeavy(page, a, a.replace("@", "+news@"));
    },
    shows: "looks like another",
  },
  {
    name: "password-once",
    goesOn: true,
    open: async (page) => {
      await choose(page, "Set a password");
      await answer(page, "Set password");
    },
    shows: "Shown only now",
  },
  {
    name: "link-sent",
    goesOn: true,
    open: async (page) => {
      await answer(page, "Done");
      await choose(page, "Send a link to set a password");
      await answer(page, "Send the mail");
    },
    shows: "on its way to",
  },
  {
    name: "metadata-form",
    goesOn: true,
    open: async (page) => {
      await answer(page, "Done");
      await choose(page, "Edit user metadata");
      await page.getByRole("textbox", { name: "phone" }).fill("+49 30 99");
      await answer(page, "Add a field");
      await page.getByRole("combobox", { name: "Field" }).fill("city");
      await page.getByRole("textbox", { name: "Text" }).fill("Paris");
    },
    shows: "What will be saved",
    picture: true,
  },
  {
    name: "metadata-json",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("dialog").getByText("JSON", { exact: true }).click();
    },
    shows: "What will be saved",
    picture: true,
  },
  {
    name: "metadata-wrong",
    goesOn: true,
    open: (page) => page.getByRole("textbox", { name: "JSON" }).fill('{\n  "customer": 12345678901234567890\n}'),
    shows: /Line 2/,
  },
  {
    name: "metadata-clash",
    goesOn: true,
    open: async (page) => {
      const id = new URL(page.url()).searchParams.get("id") ?? "";
      await page.getByRole("textbox", { name: "JSON" }).fill('{ "phone": "222", "city": "Paris" }');
      await api(page, `PUT /users/${id}/metadata`, {
        of: "user",
        set: { phone: "111" },
        expected: { phone: "+49 30 1234" },
      });
      await answer(page, "Save metadata");
    },
    shows: "Somebody else changed this meanwhile",
    picture: true,
  },
  {
    name: "name-saved",
    goesOn: true,
    open: async (page) => {
      await page.reload();
      await choose(page, "Edit name");
      await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Lily Likewise");
      await answer(page, "Save name");
    },
    shows: "keeps the old name until",
  },
  { name: "name-undone", goesOn: true, open: (page) => press(page, "Undo: Name saved"), shows: "Undone" },
  {
    name: "undo-refused",
    goesOn: true,
    open: async (page) => {
      await choose(page, "Edit name");
      await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Lily Second");
      await answer(page, "Save name");
      await page.getByRole("heading", { name: "Lily Second", level: 1 }).waitFor();
      const id = new URL(page.url()).searchParams.get("id") ?? "";
      await api(page, `PUT /users/${id}/name`, { name: "Lily Third", expected: "Lily Second" });
      await press(page, "Undo: Name saved");
    },
    shows: "Since this change:",
    picture: true,
  },
  { name: "user-invited", open: (page) => openPerson(page, "emeka@obi.example"), shows: "Send the link again" },
  {
    name: "user-unconfirmed",
    open: (page) => openPerson(page, "tomas.ribeiro@example.pt"),
    shows: "They have no link that works",
  },
  {
    name: "user-suspended",
    open: (page) => openPerson(page, "bjorn.akesson@example.se"),
    shows: "Restore",
    picture: true,
  },
  { name: "restore", goesOn: true, open: (page) => choose(page, "Restore"), shows: "Roles kept for them" },
  { name: "user-suspended-until", open: (page) => openAltered(page, zoe, paused), shows: "Until" },
  { name: "user-suspension-over", open: (page) => openAltered(page, zoe, ended), shows: "The suspension has ended" },
  { name: "user-in-review", open: (page) => openAltered(page, zoe, inReview), shows: "In review" },
  {
    name: "user-rejected",
    open: (page) => openAltered(page, zoe, { ...inReview, status: "rejected" }),
    shows: "Rejected",
  },
  { name: "user-binned", open: (page) => openAltered(page, zoe, binned), shows: "In the bin" },
  {
    name: "user-changing-email",
    open: (page) => openPerson(page, "d.koval@example.com.ua"),
    shows: "new.d.koval@example.com.ua",
  },
  { name: "user-locked", open: (page) => openPerson(page, "owner@example.com"), shows: "Activity" },
  {
    name: "user-parts-failed",
    open: async (page) => {
      for (const part of ["activity*", "links", "notes*"]) await failing(page, `users/*/${part}`);
      await openPerson(page, zoe);
    },
    shows: "Identity does not answer",
  },
  {
    name: "user-loading",
    open: async (page) => {
      await openPerson(page, zoe);
      await hanging(page, onePerson);
      await page.reload();
    },
    shows: "Users",
  },
  {
    name: "user-failed",
    open: async (page) => {
      await openPerson(page, zoe);
      await failing(page, onePerson);
      await page.reload();
    },
    shows: "This user could not be loaded",
  },
  {
    name: "user-gone",
    open: (page) => page.goto("/user?id=11111111-1111-4111-8111-111111111111"),
    shows: "No such user",
  },
];
