import { type DevConsole, openConsole } from "#netlify/identity/dev/console.ts";
import type { Identity } from "#netlify/identity/server.ts";
import { type Seeds, seedRoutes } from "./dev/seeds.ts";

export interface DevSurroundings {
  identity: Identity;
  seeds: Seeds;
  /** Path under which the pages live, "" or "/desk". */
  base: string;
  reset(): Promise<void>;
  log?: (line: string) => void;
}

/** The Identity's `/__dev` with what the local Netlify adds: the sign-ins, the desk's pages, a reset that seeds again. */
export function openLocalConsole({ identity, seeds, base, reset, log }: DevSurroundings): DevConsole {
  return openConsole({
    identity,
    title: "Local Netlify",
    identityPath: "/.netlify/identity",
    routes: seedRoutes(seeds),
    places: [
      { name: "The desk", path: `${base}/` },
      { name: "The sign-up page", path: `${base}/sign-up` },
    ],
    reset,
    log,
  });
}
