import { copyFileSync, cpSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import path from "node:path";

/** Made by building and testing; `examples` and `docs` build nothing. */
const LEFT_OUT = /^(?:\..*|dist|out|node_modules|test-results|examples|docs)$/;

/** Puts this project into a folder as a clone with its packages installed would be: sources copied, packages linked. */
export function copyDesk(target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(".").filter((entry) => !LEFT_OUT.test(entry))) {
    cpSync(name, path.join(target, name), { recursive: true });
  }
  linkTree(
    "node_modules",
    path.join(target, "node_modules"),
    (name) => name === ".package-lock.json" || !/^\.(?!bin$)/.test(name),
  );
}

/** Half a gigabyte of small files: a link each where the disk is the same. */
function linkTree(from: string, to: string, wanted: (name: string) => boolean = () => true): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true }).filter(({ name }) => wanted(name))) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    copyFileSync(source, target);
  }
}
