import type { Page, Route } from "@playwright/test";

/** A part of the API: an address below /api as a glob, or what the whole address looks like. */
type Part = string | RegExp;

/** One person by themselves, without what is asked of them besides. */
export const onePerson = /\/api\/users\/[0-9a-f]{8}-[0-9a-f-]{27}$/;

const atApi = (part: Part) => (typeof part === "string" ? `**/api/${part}` : part);

/** Lets every request to this part be refused with these words. */
export function refuse(
  page: Page,
  part: Part,
  status: number,
  error: { code: string; message: string },
): Promise<unknown> {
  const json = { error: { ...error, requestId: "01" } };
  return page.route(atApi(part), (route) => route.fulfill({ status, json }));
}

/** Lets every request to this part fail, as it does while Identity is down. */
export function failing(page: Page, part: Part): Promise<unknown> {
  const message = "Identity does not answer. Try again in a minute.";
  return refuse(page, part, 503, { code: "identity_unavailable", message });
}

/** Lets every request to this part be refused, as it is for somebody who lost their rank meanwhile. */
export function forbidden(page: Page, part: Part): Promise<unknown> {
  return refuse(page, part, 403, { code: "forbidden", message: "Your rank may not do this any more." });
}

const never = () => new Promise<void>(() => {});

/** Lets every request to this part wait, as on a line that hangs. */
export function hanging(page: Page, part: Part): Promise<unknown> {
  return page.route(atApi(part), never);
}

/** Lets this part answer with something else besides: for states that nobody can be brought into in a moment. */
export function altered(page: Page, part: Part, change: object): Promise<unknown> {
  return page.route(atApi(part), async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), ...change } });
  });
}

/** A desk that is still reading everybody for the first time. */
export async function crawling(page: Page, list: string, nobody: object): Promise<void> {
  const snapshot = { state: "crawling", done: 42_000, total: 100_000 };
  await altered(page, list, { ...nobody, snapshot });
  await page.route(atApi("snapshot"), (route: Route) =>
    route.request().method() === "GET" ? route.fulfill({ json: snapshot }) : never(),
  );
}
