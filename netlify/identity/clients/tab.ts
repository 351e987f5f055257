import { createRequire } from "node:module";
import type GoTrue from "gotrue-js";
import { vi } from "vitest";

const require = createRequire(import.meta.url);

type Constructor = new (options: { APIUrl: string; audience?: string; setCookie?: boolean }) => GoTrue;

/** Both as CommonJS, which can be loaded again. */
const PACKAGES = {
  "gotrue-js": (): { default: Constructor } => require("gotrue-js"),
  "gotrue-js-0.9": (): { default: Constructor } => require("gotrue-js-0.9"),
};
export type PackageName = keyof typeof PACKAGES;

/** What both clients look for to find out that they are in a browser: 0.9 decodes tokens with `window.atob` alone. */
export function asInBrowser(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal("window", { atob, addEventListener: () => undefined });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
}

/** The client as a tab of its own has it: who is signed in stands in its module, so each tab loads that anew. */
export function openTab(
  name: PackageName,
  url: string,
  options: { audience?: string; setCookie?: boolean } = {},
): GoTrue {
  for (const path of Object.keys(require.cache)) {
    if (path.includes(`/node_modules/${name}/`)) delete require.cache[path];
  }
  const { default: Client } = PACKAGES[name]();
  // It warns of http each time, loopback or not.
  const warning = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const made = new Client({ APIUrl: url, ...options });
  warning.mockRestore();
  return made;
}
