import type { Page } from "@playwright/test";
import axe from "axe-core";

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** What axe finds on the page as it stands, as "rule: element". */
export function violations(page: Page): Promise<string[]> {
  return run(page, "{}");
}

/** Colours alone, for a page that was looked at in others already. */
export function contrastViolations(page: Page): Promise<string[]> {
  return run(page, '{ runOnly: ["color-contrast"] }');
}

/**
 * What lies behind an open dialog cannot be reached; it is a screen of its own. The rows of a long table are alike, and
 * each costs as much as the first.
 */
const context = `{
  include: [document.querySelector("dialog:modal") ?? document.documentElement],
  exclude: [["tbody > tr:nth-child(n+13)"]],
}`;

/** What is still fading has the colours of neither before nor after; what turns for ever is left to turn. */
const still = `Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished),
)`;

async function run(page: Page, options: string): Promise<string[]> {
  await page.evaluate(`${still}.then(() => undefined)`);
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const found = await page.evaluate<Violation[]>(`axe.run(${context}, ${options}).then((result) => result.violations)`);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
