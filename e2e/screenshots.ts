import { test } from "./fixtures.ts";

/**
 * Takes the pictures of docs/screenshots, from the built product with its seeded people. Not one of the specs: it shows
 * and proves nothing. `npm run build && npm run screenshots`
 */
test.use({ refusals: [422] });

for (const scheme of ["light", "dark"] as const) {
  test(`pictures in ${scheme}`, async ({ page, desk }, { project }) => {
    const picture = (name: string) =>
      page.screenshot({ path: `docs/screenshots/${name}-${project.name}-${scheme}.png` });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });

    await page.goto("/sign-up");
    await page.frameLocator("iframe#netlify-identity-widget").getByPlaceholder("Email").waitFor();
    await picture("sign-up");

    await page.goto("/");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await picture("sign-in");

    await desk.signInAs(page, "admin");
    await page.getByRole("link", { name: /@/ }).first().waitFor();
    await picture("users");

    await page.goto("/overview");
    await page.getByText("Everybody as read").waitFor();
    await picture("overview");
    await page.goto("/users");

    await page.getByRole("link", { name: "zoe@example.gr" }).click();
    await page.getByRole("button", { name: "Save roles" }).waitFor();
    await picture("user");

    await page.goto("/users/new");
    await page.getByRole("textbox", { name: "E-mail" }).fill(desk.seeds.known[0] ?? "");
    await page.getByRole("button", { name: "Create user" }).click();
    await page.getByText(/knows this address/).waitFor();
    await picture("new-user");

    for (const name of ["mails", "clock", "faults"]) {
      await page.goto(`/__dev/${name}`);
      await picture(`local-${name}`);
    }
  });
}
