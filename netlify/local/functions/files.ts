import { type Dirent, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";

/** What Netlify takes for a function, the first of one name winning. */
const EXTENSIONS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"];
/** In a folder Netlify tries them in another order. */
const MAIN_EXTENSIONS = [".js", ".ts", ".mjs", ".cjs", ".tsx", ".mts", ".cts"];

export interface FunctionFile {
  name: string;
  path: string;
}

function mainFileOf(directory: string, name: string): string | undefined {
  const candidates = MAIN_EXTENSIONS.flatMap((extension) => [`${name}${extension}`, `index${extension}`]);
  return candidates.map((file) => join(directory, name, file)).find((path) => existsSync(path));
}

function inFolder(directory: string, { name }: Dirent): FunctionFile[] {
  const path = name === "node_modules" ? undefined : mainFileOf(directory, name);
  return path === undefined ? [] : [{ name, path }];
}

function inFile(directory: string, { name }: Dirent): FunctionFile[] {
  const extension = extname(name);
  if (!EXTENSIONS.includes(extension) || /\.d\.[cm]?ts$/.test(name)) return [];
  return [{ name: name.slice(0, -extension.length), path: join(directory, name) }];
}

/**
 * The functions of a folder as Netlify finds them: each file, and each folder with a file of its own name or `index`,
 * sorted by name. Rejects with what to do when there is no such folder.
 */
export async function functionFiles(directory: string): Promise<FunctionFile[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => {
    throw new Error(`There are no built functions in ${directory}. Run "npm run build" first.`);
  });
  const folders = entries.filter((entry) => entry.isDirectory()).flatMap((entry) => inFolder(directory, entry));
  const files = entries.filter((entry) => !entry.isDirectory()).flatMap((entry) => inFile(directory, entry));
  files.sort((a, b) => EXTENSIONS.indexOf(extname(a.path)) - EXTENSIONS.indexOf(extname(b.path)));
  const byName = new Map<string, FunctionFile>();
  for (const file of [...folders, ...files]) {
    if (!byName.has(file.name)) byName.set(file.name, file);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
