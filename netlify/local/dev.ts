import { join } from "node:path";
import { type DevConsole, openConsole } from "#netlify/identity/dev/console.ts";
import type { Identity } from "#netlify/identity/server.ts";
import { identityPart } from "#netlify/identity/snapshots/identity-part.ts";
import { openSnapshots } from "#netlify/identity/snapshots.ts";
import type { Blobs } from "./blobs.ts";
import { functionRoutes } from "./dev/functions.ts";
import { type Seeds, seedRoutes } from "./dev/seeds.ts";
import type { Functions } from "./functions.ts";
import type { DeployFacts } from "./scheduled-call.ts";

export interface DevSurroundings {
  identity: Identity;
  functions: Functions;
  deploy: DeployFacts;
  blobs: Pick<Blobs, "part">;
  seeds: Seeds;
  /** Path under which the pages live, "" or "/desk". */
  base: string;
  /** What the settings of Identity warned of. */
  warnings: readonly string[];
  reset(): Promise<void>;
  log?: (line: string) => void;
}

/** The Identity's `/__dev` with what the local Netlify adds: the sign-ins, the desk's pages, a reset that seeds again. */
export function openLocalConsole(around: DevSurroundings): DevConsole {
  const { identity, functions, deploy, blobs, seeds, base, warnings, reset, log } = around;
  const { directory } = identity;
  return openConsole({
    identity,
    title: "Local Netlify",
    identityPath: "/.netlify/identity",
    routes: [...seedRoutes(seeds), ...functionRoutes({ functions, deploy, now: identity.clock.now })],
    places: [
      { name: "The desk", path: `${base}/` },
      { name: "The sign-up page", path: `${base}/sign-up` },
    ],
    warnings,
    facts: () => [
      { name: "Data", value: directory === undefined ? "nothing is kept when it stops" : `kept in ${directory}` },
      {
        name: "Functions",
        value:
          functions
            .list()
            .map(({ name }) => name)
            .join(", ") || "none",
      },
      { name: "Deploy context", value: deploy.context },
    ],
    snapshots: openSnapshots({
      directory: directory === undefined ? undefined : join(directory, "snapshots"),
      parts: [identityPart(identity), blobs.part],
      people: identity.people.count,
      // They remember things of the time before.
      loaded: functions.restart,
    }),
    reset,
    log,
  });
}
