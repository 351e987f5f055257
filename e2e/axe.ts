import type { Page } from "@playwright/test";
import axe from "axe-core";

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** What axe finds on the page as it stands, as "rule: element". */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<Violation[]>("axe.run(document).then((result) => result.violations)");
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
