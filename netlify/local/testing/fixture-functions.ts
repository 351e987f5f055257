import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

export interface FixtureFunctions {
  directory: string;
  /** Adds or replaces functions, as a rebuild does. */
  write(sources: Record<string, string>): Promise<void>;
  remove(): Promise<void>;
}

/** Bundles small functions, given by name and source, into a folder of their own. */
export async function fixtureFunctions(sources: Record<string, string>): Promise<FixtureFunctions> {
  const directory = await mkdtemp(join(tmpdir(), "desk-functions-"));
  async function write(more: Record<string, string>): Promise<void> {
    for (const [name, contents] of Object.entries(more)) {
      await build({
        stdin: { contents, resolveDir: resolve("netlify/local"), loader: "ts" },
        outfile: join(directory, `${name}.mjs`),
        bundle: true,
        format: "esm",
        platform: "node",
        target: "node20",
        logLevel: "silent",
      });
    }
  }
  await write(sources);
  return { directory, write, remove: () => rm(directory, { recursive: true, force: true }) };
}
