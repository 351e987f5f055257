import { press, type Screen } from "./screen.ts";

/** What there is only where the screen is narrow. */
export const phoneScreens: Screen[] = [
  {
    name: "phone-menu",
    open: async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto("/overview");
      await press(page, "Menu");
    },
    shows: "Sign out",
  },
];
