import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { KNOWN_ADDRESSES } from "#netlify/local/legacy-directory.ts";
import { staff } from "#netlify/local/seeds.ts";
import { freePort } from "./free-port.ts";
import { makeStaff } from "./netlify/desk.ts";
import { type Started, startProgram } from "./process-group.ts";
import type { Stack } from "./stack.ts";

const identity = path.resolve("dist/identity/main.mjs");
const local = path.resolve("dist/local/main.mjs");
const waiting = { ready: /^Ready on /m, limitMs: 60_000 };
const secret = () => randomBytes(24).toString("hex");

interface Ports {
  gotrue: number;
  desk: number;
}

/** The local Identity in the part of a GoTrue that runs elsewhere: it knows the desk by its settings only. */
function startGotrue({ gotrue, desk }: Ports, secrets: Record<string, string>): Promise<Started> {
  const env = {
    ...process.env,
    ...secrets,
    GOTRUE_SITE_URL: `http://localhost:${desk}`,
    GOTRUE_SMTP_HOST: "localhost",
    GOTRUE_WEBHOOK_URL: `http://127.0.0.1:${desk}/.netlify/identity-events`,
    GOTRUE_WEBHOOK_EVENTS: "validate,signup,login",
  };
  return startProgram([identity, "--port", String(gotrue)], { ...waiting, env });
}

/** `npm start -- --identity URL` over data of its own, in front of a GoTrue in another process that has the staff. */
export async function startSelfHostedDesk(): Promise<Stack> {
  const ports = { gotrue: await freePort(), desk: await freePort() };
  const operator = secret();
  const secrets = { GOTRUE_OPERATOR_TOKEN: operator, GOTRUE_JWT_SECRET: secret(), GOTRUE_WEBHOOK_SECRET: secret() };
  const gotrueUrl = `http://localhost:${ports.gotrue}`;
  const data = await mkdtemp(path.join(tmpdir(), "identity-desk-"));
  const gotrue = await startGotrue(ports, secrets);
  const clear = async () => {
    await gotrue.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await makeStaff(`${gotrueUrl}/admin/users`, operator);
    const env = { ...process.env, ...secrets, DESK_OWNERS: "owner@example.com" };
    const args = ["--identity", gotrueUrl, "--port", String(ports.desk), "--data", data];
    const desk = await startProgram([local, ...args], { ...waiting, env });
    const stop = async () => {
      await desk.stop();
      await clear();
    };
    const seeds = { staff: [...staff], known: [...KNOWN_ADDRESSES] };
    return { url: `http://localhost:${ports.desk}`, mailbox: gotrueUrl, seeds, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}
