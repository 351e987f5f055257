import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listLinks, type MailLink } from "#lib/contract/links.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { staff } from "#netlify/local/seeds.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let count = 0;
function fresh(): string {
  count += 1;
  return `linked${count}@x.io`;
}

/** Time passes here, so nobody's session lasts. */
async function viewer(): Promise<{ token: string }> {
  const person = staff.find(({ rank }) => rank === "viewer");
  const { accessToken } = await world.signIn(person?.email ?? "", person?.password ?? "");
  return { token: accessToken };
}

async function linksOf(email: string): Promise<MailLink[]> {
  const { body } = await world.api("GET", `/users/${await world.idOf(email)}/links`, { as: await viewer() });
  return listLinks.response.parse(body).links;
}

const dev = (method: string, path: string, body?: unknown) =>
  fetch(`${world.url}/__dev${path}`, {
    method,
    headers: { accept: "application/json", "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

async function pass(time: string): Promise<void> {
  if (time !== "0s") expect((await dev("POST", "/clock", { advance: time })).status).toBe(200);
}

/** Tokens of one kind in the mails to an address, oldest first. */
function tokens(email: string, kind: MailLink["kind"]): string[] {
  const pattern = new RegExp(`[#?&]${kind}_token=([\\w-]+)`);
  return world.mailsTo(email).flatMap(({ links }) => links.flatMap((link) => pattern.exec(link)?.[1] ?? []));
}

const signUp = (email: string) =>
  world.identity("POST", "/signup", { body: { email, password: "a password of theirs" } });
const invite = (email: string) => world.operator("POST", "/invite", { email });
const recover = (email: string) => world.identity("POST", "/recover", { body: { email } });
const verify = (type: "signup" | "recovery", token = "") =>
  world.identity("POST", "/verify", { body: { type, token, password: "a password of theirs" } });

describe("what the page of a user says of their links", () => {
  it("tells that the invite died when a confirmation was sent", async () => {
    const email = fresh();
    await invite(email);
    await pass("1h");
    await signUp(email);
    const [confirmation, invited] = await linksOf(email);
    expect(invited).toMatchObject({ kind: "invite", state: "dead", end: { what: "replaced", sure: true } });
    expect(invited?.since).toBe(confirmation?.sentAt);
    expect(confirmation).toMatchObject({ kind: "confirmation", state: "works" });
    // After an invite a confirmation lives as long as an invite should, not a day.
    await pass("25h");
    expect((await linksOf(email))[0]).toMatchObject({ kind: "confirmation", state: "works" });
    await pass("144h");
    expect((await linksOf(email))[0]).toMatchObject({ state: "dead", end: { what: "too_old", sure: true } });
  });

  it("gives an invite no end, and a confirmation one of a day", async () => {
    const [invited, signedUp] = [fresh(), fresh()];
    await invite(invited);
    await signUp(signedUp);
    const [only] = await linksOf(invited);
    expect(only).toMatchObject({ kind: "invite", state: "works" });
    expect(only).not.toHaveProperty("until");
    await pass("25h");
    expect((await linksOf(invited))[0]).toMatchObject({ state: "works" });
    expect((await linksOf(signedUp))[0]).toMatchObject({ state: "dead", end: { what: "too_old", sure: true } });
  });

  it("says that a confirmation was probably used, and that a password link may have been", async () => {
    const email = fresh();
    await signUp(email);
    await verify("signup", tokens(email, "confirmation")[0]);
    expect((await linksOf(email))[0]).toMatchObject({
      state: "dead",
      end: { what: "confirmed", by: "link", sure: false },
    });
    await recover(email);
    const links = await linksOf(email);
    expect(links.find(({ kind }) => kind === "recovery")).toMatchObject({ state: "unknown" });
    expect(links.find(({ kind }) => kind === "confirmation")).toMatchObject({ state: "dead", end: { sure: false } });
  });

  it("knows of a use whose time a later confirmation by hand covers up", async () => {
    const email = fresh();
    await signUp(email);
    await verify("signup", tokens(email, "confirmation")[0]);
    await pass("169h");
    await confirmByHand(email);
    const [confirmation] = await linksOf(email);
    expect(confirmation).toMatchObject({ state: "dead", end: { what: "confirmed", by: "link", sure: false } });
  });

  it("is sure of a password link that somebody unconfirmed has not used", async () => {
    const email = fresh();
    await invite(email);
    await recover(email);
    const links = await linksOf(email);
    expect(links.find(({ kind }) => kind === "recovery")).toMatchObject({ state: "works" });
    await pass("25h");
    const later = await linksOf(email);
    expect(later.find(({ kind }) => kind === "recovery")).toMatchObject({ state: "dead", end: { what: "too_old" } });
  });

  it("says nothing of links nobody was sent, and nothing at all of somebody who is gone", async () => {
    expect(await linksOf("member@example.com")).toEqual([]);
    const gone = await world.api("GET", "/users/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/links", {
      as: await viewer(),
    });
    expect(gone.status).toBe(404);
  });
});

/** What can happen to one account, and time between. */
const steps = [
  "signUp",
  "invite",
  "recover",
  "confirmByLink",
  "recoverByLink",
  "confirmByHand",
  "changeEmail",
  "useChange",
] as const;
type Step = (typeof steps)[number];
const times = ["0s", "3s", "16m", "5h", "25h", "169h"] as const;

interface Walker {
  email: string;
  bearer: string | undefined;
}

async function take(step: Step, walker: Walker): Promise<void> {
  const { email, bearer } = walker;
  if (step === "signUp") return void (await signUp(email));
  if (step === "invite") return void (await invite(email));
  if (step === "recover") return void (await recover(email));
  if (step === "confirmByHand") return confirmByHand(email);
  if (step === "confirmByLink" || step === "recoverByLink") {
    const [type, kinds] =
      step === "confirmByLink"
        ? (["signup", ["confirmation", "invite"]] as const)
        : (["recovery", ["recovery"]] as const);
    const known = kinds.flatMap((kind) => tokens(email, kind));
    for (const token of known.toReversed()) {
      const reply = await verify(type, token);
      if (reply.status === 200) walker.bearer = reply.body.access_token;
    }
    return;
  }
  if (!bearer) return;
  const token = tokens(`new.${email}`, "email_change").at(-1);
  const body = step === "changeEmail" ? { email: `new.${email}` } : { email_change_token: token };
  const reply = await world.identity("PUT", "/user", { as: { token: bearer }, body });
  if (step === "useChange" && reply.status === 200 && token) walker.email = reply.body.email;
}

async function confirmByHand(email: string): Promise<void> {
  const { body } = await world.operator("GET", `/admin/users?filter=${email}`);
  const id = body.users[0]?.id;
  if (id) await world.operator("PUT", `/admin/users/${id}`, { confirm: true });
}

interface Truth {
  kind: MailLink["kind"];
  sent_at: string;
  state: "works" | "expired" | "used" | "replaced" | "dead";
  expires_at?: string;
}

/** The newest link of each kind, as the local Identity itself knows of it. */
async function truthOf(email: string): Promise<Map<string, Truth>> {
  const found: Truth[] = [];
  for (const address of [email, `new.${email}`]) {
    const answer: { links?: Truth[] } | Truth[] = await (await dev("GET", `/links?email=${address}`)).json();
    found.push(...(Array.isArray(answer) ? answer : (answer.links ?? [])));
  }
  return new Map(found.sort((a, b) => a.sent_at.localeCompare(b.sent_at)).map((link) => [link.kind, link]));
}

function expectNoContradiction(said: MailLink, truth: Truth): void {
  if (said.state === "works") {
    expect(truth.state).toBe("works");
    if (said.until === undefined) expect(truth.expires_at).toBe("never");
    else expect(Math.abs(Date.parse(said.until) - Date.parse(truth.expires_at ?? ""))).toBeLessThan(1000);
  }
  if (said.state === "dead") expect(truth.state).not.toBe("works");
  if (!said.end?.sure) return;
  const { what, by } = said.end;
  if (what === "used") expect(truth.state).toBe("used");
  if (what === "replaced") expect(truth.state).toBe("replaced");
  if (what === "too_old") expect(truth.state).not.toBe("used");
  if (what === "used_or_too_old") expect(["used", "expired", "replaced", "dead"]).toContain(truth.state);
  if (by === "staff") expect(truth.state).toBe("dead");
}

describe("whatever happens to an account", () => {
  it("what is said of its links never contradicts what Identity knows of them", async () => {
    // Accounts have to begin somehow, and links are mostly used within their time: otherwise little ever happens.
    const time = fc.oneof({ arbitrary: fc.constantFrom("0s", "3s", "16m"), weight: 4 }, fc.constantFrom(...times));
    const step = fc.oneof(
      { arbitrary: fc.constantFrom<Step[]>("recover", "recoverByLink", "confirmByLink"), weight: 3 },
      { arbitrary: fc.constantFrom(...steps), weight: 2 },
    );
    const begin = fc.tuple(fc.constantFrom<Step[]>("signUp", "invite"), time);
    const walk = fc
      .tuple(begin, fc.array(fc.tuple(step, time), { minLength: 1, maxLength: 7 }))
      .map(([first, rest]) => [first, ...rest]);
    await fc.assert(
      fc.asyncProperty(walk, async (path) => {
        const walker: Walker = { email: fresh(), bearer: undefined };
        const first = walker.email;
        for (const [step, time] of path) {
          await take(step, walker);
          await pass(time);
        }
        const truth = await truthOf(first);
        if (truth.size === 0) return;
        const said = await linksOf(walker.email);
        expect(said.map(({ kind }) => kind).sort()).toEqual([...truth.keys()].sort());
        for (const link of said) {
          const known = truth.get(link.kind);
          if (known) expectNoContradiction(link, known);
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
