import { type ChildProcess, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory on a disk that can be full and can have room again, for real. */
export interface SmallDisk {
  folder: string;
  /** Leaves no room. Where no disk of our own can be mounted, `child` gets a limit on the size of its files instead. */
  fill(child?: ChildProcess): void;
  /** What a server that begins on a full disk is run through. */
  throughWhenFull: string[];
  free(child?: ChildProcess): void;
  remove(): void;
}

const MEBIBYTE = 1024 * 1024;

/** A disk of one mebibyte in memory, as root; for others, and where mounting is forbidden, a limit of the process. */
export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "identity-disk-"));
  return mountedAt(folder) ? memoryDisk(folder) : limitedDisk(folder);
}

/** A directory that cannot be written, whoever asks; call what comes back to be rid of it. */
export function readOnlyFolder(files: Record<string, Buffer>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "identity-read-only-"));
  const isMounted = mountedAt(folder);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  if (isMounted) execFileSync("mount", ["-o", "remount,ro", folder]);
  else if (process.getuid?.() === 0) execFileSync("chattr", ["+i", folder]);
  else chmodSync(folder, 0o555);
  return {
    folder,
    remove() {
      if (isMounted) execFileSync("umount", [folder]);
      else if (process.getuid?.() === 0) execFileSync("chattr", ["-i", folder]);
      else chmodSync(folder, 0o755);
      rmSync(folder, { recursive: true });
    },
  };
}

function mountedAt(folder: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    // A container may forbid it; the caller has another way.
    return false;
  }
}

function memoryDisk(folder: string): SmallDisk {
  const ballast = join(folder, "ballast");
  return {
    folder,
    throughWhenFull: [],
    fill() {
      // Too much for the disk: what fits of it stays.
      for (let size = MEBIBYTE; size >= 1; size = Math.floor(size / 2)) {
        try {
          writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
        } catch {
          // The next one is smaller.
        }
      }
    },
    free: () => rmSync(ballast),
    remove() {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function limitedDisk(folder: string): SmallDisk {
  const limit = (child: ChildProcess | undefined, bytes: string) => {
    if (child?.pid !== undefined) execFileSync("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]);
  };
  return {
    folder,
    throughWhenFull: ["prlimit", "--fsize=1:unlimited"],
    fill(child) {
      const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
      limit(child, String(Math.min(...sizes.filter((size) => size > 20), MEBIBYTE)));
    },
    free: (child) => limit(child, "unlimited"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
