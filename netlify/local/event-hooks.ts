import type { Functions } from "./functions.ts";

/**
 * Addresses of the functions that listen to Identity's events, by event ("validate", …), in the order they are called: at
 * the front door, over HTTP, as Netlify's Identity calls those of a deploy.
 */
export function hooksFor(functions: Functions, port: number): Record<string, string[]> {
  const hooks: Record<string, string[]> = {};
  for (const { name, events } of functions.list()) {
    for (const event of events) {
      const short = event.replace(/^identity_/, "");
      hooks[short] = [...(hooks[short] ?? []), `http://127.0.0.1:${port}/.netlify/functions/${name}`];
    }
  }
  return hooks;
}
