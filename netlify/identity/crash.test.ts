import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { chanceFrom } from "./chance.ts";
import { type Bundle, bundleIdentity } from "./testing/spawn-identity.ts";

const KILLS = inject("long") ? 200 : 6;
/** Few enough accounts that compactions stay frequent. */
const KILLS_PER_STORE = 20;
const SEED = 20_261_123;
const headers = { Authorization: "Bearer op" };

let bundle: Bundle;
const folders: string[] = [];
beforeAll(async () => {
  bundle = await bundleIdentity();
});
afterAll(() => {
  bundle.remove();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What clients were answered, and what was under way when the server died. */
interface Answered {
  invited: Set<string>;
  recovered: Set<string>;
  deleted: Set<string>;
  saved: Set<string>;
  doubtful: Set<string>;
}

const nothing = (): Answered => ({
  invited: new Set(),
  recovered: new Set(),
  deleted: new Set(),
  saved: new Set(),
  doubtful: new Set(),
});

async function post(url: string, path: string, body: unknown): Promise<Record<string, string> | undefined> {
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${path}`, init).catch(() => undefined);
  return answer?.ok ? answer.json().catch(() => undefined) : undefined;
}

/** Invites, asks for recovery mails and deletes in turn, until the server is gone. */
async function writeUntilKilled(url: string, prefix: string, answered: Answered): Promise<void> {
  for (let index = 0; ; index += 1) {
    const email = `${prefix}.${index}@x.io`;
    const account = await post(url, "/invite", { email });
    if (!account?.id) return;
    answered.invited.add(email);
    if (index % 4 === 1) {
      if (!(await post(url, "/recover", { email }))) return;
      answered.recovered.add(email);
    }
    if (index % 4 === 3) {
      answered.doubtful.add(email);
      const gone = await fetch(`${url}/admin/users/${account.id}`, { method: "DELETE", headers }).catch(
        () => undefined,
      );
      if (!gone?.ok) return;
      answered.deleted.add(email);
    }
  }
}

async function saveUntilKilled(url: string, prefix: string, answered: Answered): Promise<void> {
  for (let index = 0; ; index += 1) {
    const name = `${prefix}.${index % 3}`;
    if (!(await post(url, "/__dev/snapshots", { save: name }))) return;
    answered.saved.add(name);
    await sleep(20);
  }
}

/** What was answered and is not there, or was deleted and is. */
async function wrong(url: string, { invited, recovered, deleted, saved, doubtful }: Answered): Promise<string[]> {
  const get = async (path: string) => (await fetch(`${url}${path}`, { headers })).json();
  const { users } = await get("/admin/users?per_page=100000");
  const kept = new Map<string, { recovery_sent_at?: string }>();
  for (const user of users) kept.set(user.email, user);
  const mails: { to: string[]; links: string[] }[] = await get("/__dev/mails");
  const mailed = new Set(mails.map(({ to, links }) => `${to[0]} ${links[0]?.includes("recovery_token")}`));
  const snapshots: { name: string; problem?: string }[] = await get("/__dev/snapshots");
  const whole = new Set(snapshots.flatMap(({ name, problem }) => (problem === undefined ? name : [])));
  return [
    ...[...invited].filter((email) => !doubtful.has(email) && !kept.has(email)),
    ...[...invited].filter((email) => !mailed.has(`${email} false`)).map((email) => `mail to ${email}`),
    ...[...recovered].filter((email) => !mailed.has(`${email} true`)).map((email) => `recovery of ${email}`),
    ...[...recovered].filter((email) => kept.get(email)?.recovery_sent_at === undefined && !doubtful.has(email)),
    ...[...deleted].filter((email) => kept.has(email)).map((email) => `${email} again`),
    ...[...saved].filter((name) => !whole.has(name)).map((name) => `snapshot ${name}`),
    ...snapshots.flatMap(({ name, problem }) => (problem === undefined ? [] : `${name}: ${problem}`)),
  ];
}

/** Starts on the folder, looks what is wrong, and kills the server while four clients write and one saves snapshots. */
async function live(folder: string, answered: Answered, { kill, chance }: { kill: number; chance: () => number }) {
  const server = bundle.run(["--port", "0", "--data", folder, "--compact-after", "8000"]);
  const url = await server.ready();
  expect(await wrong(url, answered)).toEqual([]);
  const writers = [0, 1, 2, 3].map((writer) => writeUntilKilled(url, `${kill}.${writer}`, answered));
  const saver = saveUntilKilled(url, `s${kill % 3}`, answered);
  const enough = answered.invited.size + 3 + Math.floor(chance() * 40);
  while (answered.invited.size < enough) await sleep(1);
  await sleep(chance() * 12);
  server.child.kill("SIGKILL");
  await Promise.all([server.exit, saver, ...writers]);
}

it("R39 loses no answered write, mail or snapshot and tears none when it is killed in the middle", {
  timeout: 20_000 * KILLS,
}, async () => {
  const chance = chanceFrom(SEED);
  let compactions = 0;
  for (let kill = 0; kill < KILLS; ) {
    const folder = mkdtempSync(join(tmpdir(), "identity-crash-"));
    folders.push(folder);
    const answered = nothing();
    for (let round = 0; round < KILLS_PER_STORE && kill < KILLS; round += 1, kill += 1) {
      await live(folder, answered, { kill, chance });
    }
    const last = bundle.run(["--port", "0", "--data", folder]);
    const url = await last.ready();
    expect(await wrong(url, answered)).toEqual([]);
    const [saved] = answered.saved;
    if (saved !== undefined) expect(await post(url, "/__dev/snapshots", { load: saved })).toBeDefined();
    expect(await last.stop()).toBe(0);
    compactions += Number(readFileSync(join(folder, "identity.journal"), "latin1").split(" ", 5)[4]);
    expect(answered.invited.size).toBeGreaterThan(KILLS_PER_STORE / 4);
  }
  expect(compactions).toBeGreaterThan(KILLS / 2);
});
