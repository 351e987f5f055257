import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A running product: the built site on the local Netlify and the local Identity, as `npm start` serves it. */
export interface Stack {
  url: string;
  stop(): Promise<void>;
}

const server = path.resolve("dist/local/main.mjs");
const startLimit = 60_000;

/**
 * Starts the built product on a free port with data of its own and waits for the ready line.
 * @throws with everything it printed, when it ends or stays silent for a minute.
 */
export async function startStack(env: Record<string, string> = {}): Promise<Stack> {
  const data = await mkdtemp(path.join(tmpdir(), "identity-desk-"));
  const port = await freePort();
  const child = spawn(process.execPath, [server, "--port", String(port), "--data", data], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await ready(child);
  return {
    url: `http://localhost:${port}`,
    async stop() {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`No ready line within a minute. It said:\n${said}`)), startLimit);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (!/^Ready on /m.test(said)) return;
      clearTimeout(limit);
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`It ended with code ${code} instead of getting ready. It said:\n${said}`));
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
