import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SiteFolder } from "./site-folder.ts";

interface Step {
  /** A line of shell, or a file to be written with the text. */
  file: string | undefined;
  text: string;
}

const BLOCK = /^```(\w+)(?: title=(\S+))?\n([\s\S]*?)^```$/gm;

/** What a guide tells to do: blocks of `sh`, and blocks with `title=<file>`. Others (`console`) are for people to fit. */
function stepsOf(guide: string): Step[] {
  const blocks = readFileSync(guide, "utf8").matchAll(BLOCK);
  return [...blocks].flatMap(([, language, file, text = ""]) =>
    language === "sh" || file !== undefined ? [{ file, text }] : [],
  );
}

/** Does what the guide says, in its order. @throws with what a command said when it fails */
export async function follow(guide: string, folder: SiteFolder): Promise<void> {
  const steps = stepsOf(guide);
  if (steps.length === 0) throw new Error(`${guide} has no steps.`);
  for (const { file, text } of steps) {
    if (file === undefined) await folder.sh(text);
    else write(path.join(folder.path, file), text);
  }
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
