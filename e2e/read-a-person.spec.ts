import { expect } from "@playwright/test";
import { api } from "./api.ts";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";
import { choose } from "./screens/people.ts";

for (const rank of ["viewer", "support"] as const) {
  test(`a ${rank} reads everything about a person`, async ({ page, desk }) => {
    await desk.signInAs(page, rank);
    await page.goto(`/users?q=${encodeURIComponent("tomas.ribeiro@example.pt")}`);
    await page.getByRole("link", { name: "tomas.ribeiro@example.pt" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Tomás");

    await expect(page.getByText("They have no link that works")).toBeVisible();
    await page.getByRole("button", { name: "See what became of the links" }).click();
    await expect(page.getByRole("heading", { name: "Links in mails" })).toBeFocused();
    const links = page.getByRole("region", { name: "Links in mails" });
    await expect(links.getByRole("listitem")).toContainText(/Confirmation\s*dead.*of its age/s);
    await expect(page.getByRole("region", { name: "Metadata", exact: true })).toContainText(
      "bytes in the sign-in token",
    );

    const notes = page.getByRole("region", { name: "Notes" });
    if (rank === "viewer") {
      await expect(notes).toContainText("No notes yet");
      await expect(notes.getByRole("textbox")).toHaveCount(0);
      await expect(page.getByText(/Your rank, viewer, may look/).first()).toBeVisible();
    } else {
      await notes.getByRole("textbox", { name: "New note" }).fill("Rang up: the mail went to spam.");
      await notes.getByRole("button", { name: "Add note" }).click();
      const note = notes.getByRole("listitem").filter({ hasText: "went to spam" });
      await expect(note).toContainText("support@example.com");
      await note.getByRole("button", { name: "Remove this note" }).click();
      await expect(note).toHaveCount(0);
      await expect(page.getByRole("region", { name: "Activity" })).toContainText("wrote a note about");
    }
    await expectNoSidewaysScroll(page);
    expect(await violations(page)).toEqual([]);
  });
}

test("support reads which link killed which, and confirms somebody by hand", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  const email = desk.freshAddress("invited");
  const { user } = await api(page, "POST /users", { email, name: "Ivo Invited", roles: [], access: "invite" });
  // What ends an invitation is the confirmation of a later sign-up; Identity tells the two apart by the second.
  await page.request.post("/__dev/clock", { data: { advance: "5s" } });
  await page.request.post("/.netlify/identity/signup", { data: { email, password: "long enough" } });

  await page.goto(`/user?id=${user.id}`);
  const links = page.getByRole("region", { name: "Links in mails" });
  await expect(links).toContainText("when a confirmation was sent: that took its place");
  await expect(links).toContainText(/Confirmation\s*works/);
  await choose(page, "Confirm by hand");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Identity has no way back to unconfirmed.");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Read it out on the phone");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByRole("heading", { name: "Confirmed" })).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("main").getByText("Active", { exact: true }).first()).toBeVisible();
  await expect(links).toContainText("when the account was confirmed by support@example.com");
  await expect(page.getByRole("region", { name: "Activity" })).toContainText("Read it out on the phone");
});
