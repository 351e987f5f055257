import { press, type Screen } from "./screen.ts";

/** What people see who are not signed in. */
export const frontScreens: Screen[] = [
  { name: "sign-in", open: (page) => page.goto("/"), shows: "Forgot", picture: true },
  {
    name: "sign-in-refused",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("textbox", { name: "E-mail" }).fill("admin@example.com");
      await page.getByLabel("Password", { exact: true }).fill("not it");
      await press(page, "Sign in");
    },
    shows: /wrong|not match|do not/i,
  },
  { name: "forgot-password", goesOn: true, open: (page) => press(page, /forgot/i), shows: "Send a new link" },
  {
    name: "forgot-password-sent",
    goesOn: true,
    open: async (page) => {
      await page.getByRole("textbox", { name: "E-mail" }).fill("nobody@example.com");
      await press(page, "Send a new link");
    },
    shows: "Look into your inbox",
  },
  {
    name: "used-link",
    open: (page) => page.goto("/#recovery_token=AAAAAAAAAAAAAAAAAAAAAA"),
    shows: "Have a new link sent",
  },
  {
    name: "sign-up",
    open: async (page) => {
      await page.goto("/sign-up");
      await page.frameLocator("iframe#netlify-identity-widget").getByPlaceholder("Email").waitFor();
    },
    shows: "Create your account",
    picture: true,
  },
  {
    name: "sign-up-refused",
    goesOn: true,
    open: async (page, desk) => {
      const widget = page.frameLocator("iframe#netlify-identity-widget");
      await widget.getByPlaceholder("Enter your name").fill("Ines");
      await widget.getByPlaceholder("Email").fill(desk.seeds.known[0] ?? "");
      await widget.getByPlaceholder("Password").fill("correct horse battery");
      await widget.getByRole("button", { name: "Sign up" }).last().click();
    },
    shows: /already have/i,
    picture: true,
  },
  { name: "not-found", open: (page) => page.goto("/no-such-page"), shows: /no such page|not found/i },
  { name: "welcome-nobody", open: (page) => page.goto("/welcome"), shows: /sign/i },
  {
    name: "no-connection",
    open: async (page) => {
      await page.goto("/");
      await page.route("**/.netlify/identity/token", (route) => route.abort());
      await page.getByRole("textbox", { name: "E-mail" }).fill("admin@example.com");
      await page.getByLabel("Password", { exact: true }).fill("not it");
      await press(page, "Sign in");
    },
    shows: /connection|reach/i,
  },
  {
    name: "first-password",
    open: async (page, desk) => {
      const address = desk.freshAddress("forgetful");
      await page.request.post("/.netlify/identity/signup", { data: { email: address, password: "correct horse" } });
      const [link = ""] = (await desk.mailTo(address)).links;
      const token = link.split("=").at(-1) ?? "";
      await page.request.post("/.netlify/identity/verify", { data: { type: "signup", token } });
      await page.request.post("/.netlify/identity/recover", { data: { email: address } });
      await page.goto("/__dev/mails");
      await page.goto((await desk.mailTo(address)).links[0] ?? "");
    },
    shows: "New password",
  },
];
