import type { Page } from "@playwright/test";
import { failing } from "./answers.ts";
import { press, type Screen } from "./screen.ts";

async function type(page: Page, email: string): Promise<void> {
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
}

async function make(page: Page, email: string, access: RegExp): Promise<void> {
  await type(page, email);
  await page.getByRole("checkbox", { name: /member/ }).check();
  await page.getByRole("radio", { name: access }).first().check();
  await press(page, "Create user");
}

/** An account for somebody else, and what becomes of it. */
export const newUserScreens: Screen[] = [
  { name: "new-user-empty", open: (page) => page.goto("/users/new"), shows: "Create user" },
  { name: "new-user-refused", goesOn: true, open: (page) => press(page, "Create user"), shows: /address/i },
  {
    name: "new-user",
    open: (page, desk) => type(page, desk.seeds.known[0] ?? ""),
    shows: "knows this address",
    picture: true,
  },
  {
    name: "new-user-anyway",
    goesOn: true,
    open: (page) => press(page, "Create user anyway"),
    shows: "Give a reason to create it anyway.",
  },
  { name: "new-user-taken", open: (page) => type(page, "zoe@example.gr"), shows: "already an account" },
  { name: "new-user-alike", open: (page) => type(page, "zoe+news@example.gr"), shows: "looks like another" },
  {
    name: "new-user-unchecked",
    open: async (page, desk) => {
      await failing(page, "check?*");
      await type(page, desk.freshAddress("unchecked"));
    },
    shows: "could not be checked",
  },
  {
    name: "created-password",
    open: (page, desk) => make(page, desk.freshAddress("made"), /password/i),
    shows: "Shown only now",
    picture: true,
  },
  {
    name: "created-mail",
    open: (page, desk) => make(page, desk.freshAddress("mailed"), /mail/i),
    shows: "is on its way to them",
  },
  {
    name: "created-invite",
    open: (page, desk) => make(page, desk.freshAddress("invited"), /invit/i),
    shows: "An invitation is on its way",
  },
  {
    name: "created-half",
    open: async (page, desk) => {
      const fault = { kind: "status", status: 503, route: "PUT /admin/users/{id}", times: 3 };
      await page.request.post(`${desk.url}/__dev/faults`, { data: fault });
      await make(page, desk.freshAddress("half"), /password/i);
    },
    shows: "User created, not complete",
  },
];
