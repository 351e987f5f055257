import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

export interface FixtureFunctions {
  directory: string;
  /** Adds or replaces functions, as a rebuild or a person does. */
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

/** A site whose `netlify/functions` holds these files as a person wrote them; its packages are this project's. */
export async function fixtureSite(files: Record<string, string>): Promise<FixtureFunctions> {
  const site = await mkdtemp(join(tmpdir(), "desk-site-"));
  const directory = join(site, "netlify", "functions");
  async function write(more: Record<string, string>): Promise<void> {
    for (const [name, contents] of Object.entries(more)) {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    }
  }
  await write(files);
  await symlink(resolve("node_modules"), join(site, "node_modules"));
  return { directory, write, remove: () => rm(site, { recursive: true, force: true }) };
}
