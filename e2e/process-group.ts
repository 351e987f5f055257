import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Started {
  /** Everything it has said so far. */
  said(): string;
  /** Ends it and whatever it has started; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface StartOptions {
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** What it says when it is ready. */
  ready: RegExp;
  limitMs: number;
}

const PATIENCE_MS = 8_000;

/**
 * Starts a program of Node's in a process group of its own and waits until it says that it is ready.
 * @throws with everything it said, when it ends first or takes too long
 */
export async function startProgram(args: string[], { cwd, env, ready, limitMs }: StartOptions): Promise<Started> {
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const end = (signal: NodeJS.Signals) => endGroup(child, signal);
  const endNow = () => end("SIGKILL");
  process.once("exit", endNow);
  let said = "";
  const stop = async () => {
    process.off("exit", endNow);
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      end("SIGTERM");
      const timer = setTimeout(endNow, PATIENCE_MS);
      await gone;
      clearTimeout(timer);
    }
    // Whoever it started may be slower than itself.
    endNow();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`Not ready in ${limitMs / 1000} s. It said:\n${said}`)), limitMs);
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        if (!ready.test(said)) return;
        clearTimeout(limit);
        resolve();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code) => {
        clearTimeout(limit);
        reject(new Error(`It ended with code ${code} instead of getting ready. It said:\n${said}`));
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { said: () => said, stop };
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
