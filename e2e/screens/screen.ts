import { expect, type Page } from "@playwright/test";
import type { Desk } from "../fixtures.ts";

/** Something a person may have before them: a page, a dialog, or one of them in a state. */
export interface Screen {
  /** As the file of its picture is called. */
  name: string;
  /** How one comes there: from a fresh page, or with `goesOn` from the screen before it in the list. */
  open: (page: Page, desk: Desk) => Promise<unknown>;
  goesOn?: true;
  /** What can be read once it is there. */
  shows: string | RegExp;
  /** Worth a picture in docs/screenshots. */
  picture?: true;
}

/** Opens a screen and waits until it is there. Answers that the one before it tampered with are as they were. */
export async function show(page: Page, desk: Desk, screen: Screen): Promise<void> {
  if (!screen.goesOn) await page.unrouteAll({ behavior: "ignoreErrors" });
  await screen.open(page, desk);
  await expect(page.getByText(screen.shows).filter({ visible: true }).first(), screen.name).toBeVisible();
}

export function press(page: Page, name: string | RegExp): Promise<void> {
  const exact = typeof name === "string";
  return page.getByRole("button", { name, exact }).filter({ visible: true }).first().click();
}

/** A button of the open dialog. */
export function answer(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole("dialog").getByRole("button", { name }).first().click();
}
