import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { functionOptions } from "./scripts/bundle.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the bundles of netlify/functions are, made once per run. */
    functionsDir: string;
    /** Whether this is `npm run test:long`: checks by repetition take their full number of rounds. */
    long: boolean;
  }
}

/** Bundles the functions as they are deployed, for tests to call them in Netlify's runtime. */
export async function setup(project: TestProject): Promise<() => void> {
  const outdir = mkdtempSync(join(tmpdir(), "identity-desk-functions-"));
  await build({ ...functionOptions(), outdir });
  project.provide("functionsDir", outdir);
  project.provide("long", process.env.DESK_TEST_LONG === "1");
  return () => rmSync(outdir, { recursive: true, force: true });
}
