import { expect, type Page } from "@playwright/test";

/** Calls our API as whoever is signed in on the page. */
export async function api(page: Page, route: string, data?: object) {
  const [method = "GET", path = ""] = route.split(" ");
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem("gotrue.user") ?? "{}").token.access_token);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await page.request.fetch(`/api${path}`, { method, headers, ...(data && { data }) });
  expect(answer.ok(), `${route}: ${await answer.text()}`).toBe(true);
  return answer.json();
}
