import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deskConfig } from "#desk-config";
import type { LinkKind, MailLink } from "#lib/contract/links.ts";
import { parseDeskConfig } from "#lib/server/desk-config.ts";
import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { judgeLinks } from "./judging.ts";

/** A GoTrue of one's own whose links live other lives than Netlify's. */
const lives = {
  GOTRUE_MAILER_CONFIRMATION_MAX_AGE: "90m",
  GOTRUE_MAILER_INVITE_MAX_AGE: "48h",
  GOTRUE_MAILER_RECOVERY_MAX_AGE: "240h",
};
const { linkHours: hours } = parseDeskConfig({
  ...deskConfig,
  linkHours: { confirmation: 1.5, invite: 48, recovery: 240 },
});

let world: World;
beforeAll(async () => {
  world = await startWorld({ identity: lives });
});
afterAll(() => world.close());

async function newest(email: string, kind: LinkKind): Promise<MailLink | undefined> {
  const access = {
    url: `${world.url}/.netlify/identity`,
    audience: "",
    operatorToken: world.local.identity.operatorToken(),
  };
  const account = await getAccount(access, await world.idOf(email));
  if (!account) throw new Error(`${email} has no account.`);
  const now = world.local.identity.clock.now();
  return judgeLinks({ account, now, hours, ownChanges: [] }).find((link) => link.kind === kind);
}

/** Whether Identity itself takes the newest link of a mail. */
async function isTaken(email: string, type: "signup" | "recovery"): Promise<boolean> {
  const link = world.mailsTo(email).at(-1)?.links[0] ?? "";
  const token = link.slice(link.indexOf("_token=") + "_token=".length);
  const { status } = await world.identity("POST", "/verify", { body: { type, token, password: "a new password" } });
  return status === 200;
}

const signUp = (email: string) => world.identity("POST", "/signup", { body: { email, password: "a password" } });

describe("links of a GoTrue whose links live as desk.config.ts says", () => {
  it.each([
    { kind: "confirmation", type: "signup", end: 90, send: signUp },
    {
      kind: "confirmation",
      type: "signup",
      end: 48 * 60,
      send: async (email: string) => {
        await world.operator("POST", "/invite", { email });
        world.local.identity.clock.advance(5_000);
        await signUp(email);
      },
    },
    {
      kind: "recovery",
      type: "recovery",
      end: 240 * 60,
      send: async (email: string) => {
        await world.operator("POST", "/invite", { email });
        await world.identity("POST", "/recover", { body: { email } });
      },
    },
  ] as const)("a $kind works until it is $end minutes old, and is dead a minute later", async ({ end, ...link }) => {
    const [early, late] = [`early-${link.kind}-${end}@x.io`, `late-${link.kind}-${end}@x.io`];
    for (const email of [early, late]) await link.send(email);
    world.local.identity.clock.advance((end - 1) * 60_000);
    expect(await newest(early, link.kind)).toMatchObject({ state: "works" });
    expect(await isTaken(early, link.type)).toBe(true);
    world.local.identity.clock.advance(2 * 60_000);
    expect(await newest(late, link.kind)).toMatchObject({ state: "dead", end: { what: "too_old", sure: true } });
    expect(await isTaken(late, link.type)).toBe(false);
  });
});
