import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the bundles of netlify/functions are, made once per run. */
    functionsDir: string;
  }
}

/** Takes away what vitest.config.ts has bundled for this run. */
export function setup(project: TestProject): () => void {
  const { functionsDir } = project.config.provide as { functionsDir: string };
  return () => rmSync(functionsDir, { recursive: true, force: true });
}
