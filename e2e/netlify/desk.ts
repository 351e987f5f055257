import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KNOWN_ADDRESSES, startLegacyDirectory } from "#netlify/local/legacy-directory.ts";
import { staff } from "#netlify/local/seeds.ts";
import { type Beside, type BesideOptions, startBeside } from "./beside.ts";

const JWT_SECRET = "secret";

/** The outside directory of the demo, and what functions are told of it. */
export async function openDirectory() {
  const directory = await startLegacyDirectory("a key of the end-to-end tests");
  const env = { DESK_DIRECTORY_HTTP_URL: directory.urlTemplate, DESK_DIRECTORY_HTTP_HEADER: directory.header };
  return { env, close: directory.close };
}

/** Starts a site with a desk, and makes the staff in its Identity. */
export async function startWithStaff(options: BesideOptions): Promise<Beside> {
  const operator = randomBytes(16).toString("hex");
  const gotrue = { GOTRUE_JWT_SECRET: JWT_SECRET, GOTRUE_OPERATOR_TOKEN: operator, GOTRUE_SMTP_HOST: "localhost" };
  const beside = await startBeside({ ...options, gotrue });
  try {
    await makeStaff(`${beside.url}/.netlify/identity/admin/users`, operator);
    return beside;
  } catch (error) {
    await beside.stop();
    throw error;
  }
}

/** Makes one account per rank; `users` is the address of GoTrue's admin API for people, `operator` its operator token. */
export async function makeStaff(users: string, operator: string): Promise<void> {
  for (const { rank, email, password } of staff) {
    const { id } = await ask("POST", users, operator, { email, password, confirm: true });
    if (rank === "owner") continue;
    await ask("PUT", `${users}/${id}`, operator, { app_metadata: { provider: "email", roles: [`desk:${rank}`] } });
  }
}

async function ask(method: string, url: string, bearer: string, body: object): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response.json() as Promise<{ id: string }>;
}

export interface NetlifyDesk {
  url: string;
  seeds: { staff: (typeof staff)[number][]; known: string[] };
  stop(): Promise<void>;
}

/** Our own built desk, as its netlify.toml says, under the real `netlify dev` behind the local Identity. */
export async function startNetlifyDesk(env: Record<string, string>): Promise<NetlifyDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), "identity-desk-deploy-"));
  cpSync("netlify.toml", path.join(folder, "netlify.toml"));
  for (const built of ["dist/site", "dist/functions"]) cpSync(built, path.join(folder, built), { recursive: true });
  const directory = await openDirectory();
  const own = {
    DESK_OWNERS: "owner@example.com",
    DESK_SECRET: randomBytes(32).toString("hex"),
    DESK_ALLOW_WRITES: "dev",
    IDENTITY_WEBHOOK_SECRET: JWT_SECRET,
    ...directory.env,
  };
  const clear = async () => {
    await directory.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const functions = ["dist/functions"];
    const beside = await startWithStaff({ folder, functions, env: { ...own, ...env } });
    const stop = async () => {
      await beside.stop();
      await clear();
    };
    return { url: beside.url, seeds: { staff: [...staff], known: [...KNOWN_ADDRESSES] }, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}
