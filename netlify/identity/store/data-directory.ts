import { accessSync, constants, mkdirSync } from "node:fs";
import { diskTrouble } from "./disk-trouble.ts";

/** Makes the directory that `--data` names where it is missing. Throws Error with what is wrong and what would do. */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`--data cannot be ${path}: ${reason(error)}.`);
  }
}

function reason(error: unknown): string {
  const isFile = error instanceof Error && "code" in error && error.code === "EEXIST";
  return isFile ? "there is a file of that name. Choose another directory" : diskTrouble(error);
}
