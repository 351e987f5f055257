import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, BuildOptions, Metafile } from "esbuild";
import type { FunctionFile } from "./files.ts";
import type { LoadableFunction } from "./sandbox-messages.ts";

/** A source made into one module that the sandbox can import. */
export interface Bundled {
  loadable: LoadableFunction;
  /** Every file of the person's that went in. */
  sources: string[];
}

/** What CommonJS expects to find, as seen from the source: there packages and neighbouring files are. */
function banner(path: string): string {
  const url = JSON.stringify(pathToFileURL(path).href);
  return [
    'import { createRequire as $createRequire } from "node:module";',
    `const require = $createRequire(${url});`,
    `const __filename = ${JSON.stringify(path)};`,
    `const __dirname = ${JSON.stringify(dirname(path))};`,
  ].join("");
}

function optionsFor({ name, path }: FunctionFile, outdir: string) {
  return {
    entryPoints: [{ in: path, out: name }],
    outdir,
    // Where compiled addons are put, for the bundle asks for them from the source's folder.
    publicPath: outdir,
    loader: { ".node": "copy" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    outExtension: { ".js": ".mjs" },
    define: { "import.meta.url": JSON.stringify(pathToFileURL(path).href) },
    banner: { js: banner(path) },
    metafile: true,
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  } satisfies BuildOptions;
}

function sourcesOf({ inputs }: Metafile): string[] {
  return Object.keys(inputs)
    .filter((input) => !input.includes("node_modules/"))
    .map((input) => resolve(input));
}

/** The first error with its place, as `db.ts:3: Could not resolve "pg"`. */
function trouble(error: unknown, directory: string): Error {
  const first = (error as Partial<BuildFailure>).errors?.[0];
  if (!first) return error instanceof Error ? error : new Error(String(error));
  const { location } = first;
  const place = location ? `${relative(directory, resolve(location.file))}:${location.line}: ` : "";
  return new Error(`${place}${first.text}`);
}

/** Bundles one function with all it imports, as Netlify does. Rejects with the file, the line and the reason. */
export async function bundleFunction(file: FunctionFile, outdir: string): Promise<Bundled> {
  const { build } = await import("esbuild");
  const result = await build(optionsFor(file, outdir)).catch((error: unknown) => {
    throw trouble(error, dirname(file.path));
  });
  const { metafile } = result;
  const entry = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined)?.entryPoint ?? "";
  const url = pathToFileURL(join(outdir, `${file.name}.mjs`)).href;
  const format = metafile.inputs[entry]?.format ?? "esm";
  return { loadable: { name: file.name, url, format }, sources: sourcesOf(metafile) };
}
