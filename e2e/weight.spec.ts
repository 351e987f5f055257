import { brotliCompressSync } from "node:zlib";
import { expect, type Page, type Response } from "@playwright/test";
import { test } from "./fixtures.ts";

/** What a phone on a slow line has to load before staff see anybody: everything, by its size on the wire with brotli. */
const BUDGET = 175_000;

test("the users page with fifty people weighs at most 175 kB over the wire", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  await fillFirstPage(page, desk.freshAddress);
  const answers: Response[] = [];
  page.on("response", (response) => answers.push(response));

  await page.goto("/users");
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.waitForLoadState("networkidle");
  const parts = await Promise.all(answers.map(weigh));
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const listing = parts.toSorted((a, b) => b.bytes - a.bytes).map(({ bytes, path }) => `${bytes} ${path}`);
  expect(total, listing.join("\n")).toBeLessThanOrEqual(BUDGET);
});

/** As a CDN keeps a file: compressed as well as brotli can. */
async function weigh(response: Response): Promise<{ bytes: number; path: string }> {
  return { bytes: brotliCompressSync(await response.body()).length, path: new URL(response.url()).pathname };
}

/** Makes as many more people as fifty rows need. */
async function fillFirstPage(page: Page, freshAddress: (name: string) => string): Promise<void> {
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem("gotrue.user") ?? "{}").token.access_token);
  const headers = { authorization: `Bearer ${token}` };
  const { total } = await (await page.request.get("/api/users?perPage=1", { headers })).json();
  for (let missing = 50 - total; missing > 0; missing -= 1) {
    const data = { email: freshAddress("row"), roles: ["member"], access: "password" };
    expect((await page.request.post("/api/users", { headers, data })).status()).toBe(201);
  }
}
