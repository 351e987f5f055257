import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Local, startLocal } from "./start-local.ts";
import { EVENT_STYLES } from "./testing/event-styles.ts";
import { type FixtureFunctions, fixtureSite } from "./testing/fixture-functions.ts";

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came over the wire
  body: any;
}

const PASSWORD = "long enough for anybody";
const EVENTS = ["validate", "signup", "login"] as const;

describe.each(Object.entries(EVENT_STYLES))("an event function in the style: %s", (_style, files) => {
  let site: FixtureFunctions;
  let local: Local;
  const lines: string[] = [];

  beforeAll(async () => {
    site = await fixtureSite(files);
    local = await startLocal({
      port: 0,
      functionsDir: site.directory,
      people: 0,
      bcryptCost: 4,
      legacyDirectory: false,
      identity: { GOTRUE_MAILER_AUTOCONFIRM: "true", GOTRUE_WEBHOOK_TIMEOUTSEC: "1" },
      log: (line) => lines.push(line),
    });
  });
  afterAll(async () => {
    await local.close();
    await site.remove();
  });

  async function post(path: string, body: string | URLSearchParams): Promise<Answer> {
    const response = await fetch(`${local.url}/.netlify/identity${path}`, { method: "POST", body });
    return { status: response.status, body: await response.json() };
  }
  const signUp = (email: string) => post("/signup", JSON.stringify({ email, password: PASSWORD }));
  const signIn = (username: string) =>
    post("/token", new URLSearchParams({ grant_type: "password", username, password: PASSWORD }));

  /** Signs up, and in where that is what the event is about; the answer that the event decided on. */
  async function reach(event: string, email: string): Promise<Answer> {
    const signedUp = await signUp(email);
    return event === "login" ? signIn(email) : signedUp;
  }
  const last = () => local.identity.deliveries().at(-1);

  it.each(EVENTS)("lets somebody pass at %s with one call", async (event) => {
    expect((await reach(event, `allow-${event}@example.org`)).status).toBe(200);
    expect(last()).toMatchObject({ tries: 1, accepted: true, status: expect.any(Number) });
  });

  it.each(EVENTS)("R17 refuses somebody at %s, after three calls and in upstream's words", async (event) => {
    const answer = await reach(event, `deny-${event}@example.org`);
    expect(answer).toEqual({ status: 422, body: { code: 422, msg: "Failed to handle signup webhook" } });
    expect(last()).toMatchObject({ event, tries: 3, status: 401, accepted: false });
    expect(last()?.outcome).toBe("refused with 401, 3 times; Identity gives up with 422");
  });

  it.each(EVENTS)("replaces metadata at %s", async (event) => {
    const email = `change-${event}@example.org`;
    const { body } = await reach(event, email);
    const bearer = body.access_token ?? (await signIn(email)).body.access_token;
    const headers = { authorization: `Bearer ${bearer}` };
    const user = await fetch(`${local.url}/.netlify/identity/user`, { headers }).then((r) => r.json());
    expect(user.user_metadata).toEqual({ changedBy: event });
  });

  it.each(EVENTS)("refuses whom it fails for at %s, and keeps the reason in the log", async (event) => {
    const answer = await reach(event, `throw-${event}@example.org`);
    expect(answer.body.msg).toBe("Failed to handle signup webhook");
    expect(last()).toMatchObject({ event, tries: 3, status: 500 });
    expect(JSON.stringify(last()?.attempts)).not.toContain("thrown by");
    expect(lines.join("\n")).toContain(`thrown by ${event}`);
  });

  it("R18 is waited for three times when it hangs", async () => {
    const answer = await signUp("hang-validate@example.org");
    expect(answer).toEqual({
      status: 504,
      body: expect.objectContaining({ msg: "Failed to perform webhook in time frame (1 seconds)" }),
    });
    const attempts = last()?.attempts ?? [];
    expect(attempts.map(({ error }) => error)).toEqual(Array(3).fill("no answer within 1 s"));
  });
});
