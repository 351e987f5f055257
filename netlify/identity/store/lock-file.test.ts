import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeLock } from "./lock-file.ts";

let folder: string;
let lock: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-lock-"));
  lock = join(folder, "lock");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const take = () => takeLock(lock, (holder) => new Error(`held by ${holder}`));

/** A shell that starts `inner` in the background and becomes a sleep, which never asks what became of it. */
async function startOrphan(inner: string): Promise<number> {
  const child = spawn("sh", ["-c", `${inner} & echo $!; exec sleep 30`], { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  return Number(line);
}

it("is held until it is given back, by one in this process as well", () => {
  const unlock = take();
  expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
  expect(take).toThrow(`held by ${process.pid}`);
  unlock();
  expect(existsSync(lock)).toBe(false);
  take()();
});

it("R39 takes over from a process that is gone, from an earlier one of its own number, and from half a lock", () => {
  for (const left of ["999999999", String(process.pid), ""]) {
    writeFileSync(lock, left);
    const unlock = take();
    expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
    unlock();
  }
});

it.runIf(process.platform === "linux")("R39 takes over from a zombie at once", async () => {
  const pid = await startOrphan("sleep 0.2");
  const state = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2];
  for (let tries = 0; tries < 100 && state() !== "Z"; tries += 1) await wait(20);
  expect(state()).toBe("Z");
  expect(() => process.kill(pid, 0)).not.toThrow();
  writeFileSync(lock, String(pid));
  const begun = Date.now();
  take()();
  expect(Date.now() - begun).toBeLessThan(1000);
});

it("R39 waits for a process that is just ending, and refuses while one goes on", async () => {
  const ending = spawn("sh", ["-c", `sleep 0.6; rm "$0"`, lock], { stdio: "ignore" });
  children.push(ending);
  writeFileSync(lock, String(ending.pid));
  const begun = Date.now();
  take()();
  expect(Date.now() - begun).toBeGreaterThan(300);

  const staying = await startOrphan("exec sleep 30");
  writeFileSync(lock, String(staying));
  expect(take).toThrow(`held by ${staying}`);
  expect(readFileSync(lock, "utf8")).toBe(String(staying));
  process.kill(staying, "SIGKILL");
});
