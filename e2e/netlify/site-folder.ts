import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface SiteFolder {
  path: string;
  /** Runs a line of shell in it. */
  sh(line: string): Promise<void>;
  remove(): void;
}

/** A copy of an example outside this project, with the packages that this project has. */
export function copyExample(name: string): SiteFolder {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  cpSync(path.resolve("examples", name), folder, {
    recursive: true,
    filter: (source) => !/[\\/](node_modules|dist|\.netlify)$/.test(source),
  });
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"), "junction");
  return {
    path: folder,
    async sh(line) {
      await run("sh", ["-ec", line], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${line}\n${stdout}${stderr}`);
      });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
