import { test as base, expect, type Page } from "@playwright/test";
import { mailTo } from "../mailbox.ts";
import { startClientSite } from "./site.ts";

const operator = "operator-of-the-client-suites";

/** What a spec can ask of the site and its Identity besides its pages. */
export interface Site {
  url: string;
  /** A confirmed account with the password `secret-1`; answers its address. */
  account(name: string): Promise<string>;
  invite(name: string): Promise<string>;
  remove(email: string): Promise<void>;
  /** What Identity holds of an address. */
  stored(email: string): Promise<Record<string, unknown> | undefined>;
  /** `#confirmation_token=…` of the newest mail to an address. */
  fragmentTo(email: string): Promise<string>;
  /** An address nobody has used yet. */
  fresh(name: string): string;
}

let serial = 0;

function openSite(url: string): Site {
  const identity = async (route: string, body?: unknown) => {
    const [method = "GET", path = ""] = route.split(" ");
    const headers = { authorization: `Bearer ${operator}` };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/.netlify/identity${path}`, init);
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const site: Site = {
    url,
    fresh(name) {
      serial += 1;
      return `${name}.${serial}@example.org`;
    },
    async account(name) {
      const email = site.fresh(name);
      await identity("POST /admin/users", { email, password: "secret-1", confirm: true });
      return email;
    },
    async invite(name) {
      const email = site.fresh(name);
      await identity("POST /invite", { email });
      return email;
    },
    async stored(email) {
      const { users } = await identity(`GET /admin/users?filter=${encodeURIComponent(email)}`);
      return users.find((user: { email: string }) => user.email === email);
    },
    async remove(email) {
      const user = await site.stored(email);
      await identity(`DELETE /admin/users/${user?.id}`);
    },
    async fragmentTo(email) {
      const { links } = await mailTo(url, email);
      return new URL(links[0] ?? "").hash;
    },
  };
  return site;
}

export const test = base.extend<object, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern
    async ({}, use) => {
      const site = await startClientSite({ GOTRUE_OPERATOR_TOKEN: operator });
      await use(openSite(site.url));
      await site.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  baseURL: async ({ site }, use) => use(site.url),
});

/** Decides on the local stand-in's page for a provider, by keyboard. */
export async function choose(page: Page, provider: string, person: string): Promise<void> {
  await expect(page.getByRole("heading", { name: `Local stand-in for ${provider}`, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: person }).press("Enter");
}
