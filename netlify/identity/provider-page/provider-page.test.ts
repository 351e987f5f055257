import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLocalProviders } from "../local-providers.ts";
import { startIdentity, tokenOfMail, type Wire } from "../testing/start.ts";
import { PROVIDERS } from "./stand-in.ts";

const HOME = "http://localhost:8888";
const AS_PERSON = { Accept: "text/html" };

let wire: Wire;
let now: number;
beforeEach(async () => {
  now = Date.now();
  wire = await start();
});
afterEach(() => wire.close());

function start(env: Record<string, string> = {}, names = PROVIDERS): Promise<Wire> {
  const all = withLocalProviders(env, names, `${HOME}/.netlify/identity`);
  const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return startIdentity(Object.fromEntries(set), { now: () => now });
}

/** Where `/authorize` sends the browser, without our own host. */
async function pageOf(query: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, headers: answered } = await wire.call(`GET /authorize?${query}`, { bearer: null, headers });
  expect(status).toBe(302);
  const { origin, pathname, search } = new URL(answered.get("location") ?? "");
  expect(origin).toBe(wire.url);
  return pathname + search;
}

/** Decides on the page; answers where the browser is sent. */
async function decide(page: string, fields: Record<string, string>): Promise<URL> {
  const body = new URLSearchParams(fields).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const { status, headers: answered } = await wire.call(`POST ${page}`, { bearer: null, body, headers });
  expect(status).toBe(303);
  return new URL(answered.get("location") ?? "");
}

async function comeBack({ search }: URL): Promise<URLSearchParams> {
  const { status, headers } = await wire.call(`GET /callback${search}`, { bearer: null });
  expect(status).toBe(302);
  const location = headers.get("location") ?? "";
  expect(location.split("#")[0]).toBe(HOME);
  return new URLSearchParams(location.split("#")[1] ?? "");
}

async function signIn(query: string, fields: Record<string, string>): Promise<URLSearchParams> {
  return comeBack(await decide(await pageOf(query), fields));
}

/** fetch would put Sec-Fetch headers of its own. */
function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${wire.url}${path}`, { method, headers }, (answered) => {
      answered.resume();
      resolve(answered.statusCode);
    });
    sent.on("error", reject).end();
  });
}

async function accountOf(fragment: URLSearchParams) {
  return (await wire.call("GET /user", { bearer: fragment.get("access_token") })).json;
}

describe("standing in for a provider", () => {
  it.each(PROVIDERS)("signs in with a ready person of %s, by its own profile", async (name) => {
    const user = await accountOf(await signIn(`provider=${name}`, { choice: "ada" }));
    expect(user).toMatchObject({ email: "ada@example.com", app_metadata: { provider: name } });
    expect(user.user_metadata.full_name).toBe("Ada Example");
  });

  it.each(PROVIDERS)(
    "gives GoTrue what was typed for %s: name, address and, where it reads it, the picture",
    async (name) => {
      const typed = { email: "typed@x.io", name: "Typed In Here", picture: "https://img.example/t", verified: "on" };
      const { email, user_metadata } = await accountOf(await signIn(`provider=${name}`, typed));
      expect(email).toBe("typed@x.io");
      const slug = name === "facebook" ? { slug: "Typed In Here" } : {};
      const avatar = name === "bitbucket" ? {} : { avatar_url: "https://img.example/t" };
      expect(user_metadata).toEqual({ full_name: "Typed In Here", ...avatar, ...slug });
    },
  );

  it.each(PROVIDERS)("comes back from %s with that provider's words when the person refuses", async (name) => {
    const back = await decide(await pageOf(`provider=${name}`), { refuse: "on" });
    expect(back.searchParams.get("error")).toBe("access_denied");
    const fragment = await comeBack(back);
    expect(fragment.get("error")).toBe("access_denied");
    expect(fragment.get("error_description")).toBe(back.searchParams.get("error_description") ?? "");
  });

  it("knows its client by whatever name and secret the person set", async () => {
    await wire.close();
    wire = await start({ GOTRUE_EXTERNAL_GITHUB_CLIENT_ID: "it's (me)", GOTRUE_EXTERNAL_GITHUB_SECRET: "ä + b:!" });
    expect((await accountOf(await signIn("provider=github", { choice: "ada" }))).email).toBe("ada@example.com");
  });

  it("mails a confirmation to an unverified address and gives no session", async () => {
    expect([...(await signIn("provider=google", { choice: "uma" }))]).toEqual([]);
    const body = { type: "signup", token: tokenOfMail(wire, "uma@example.com") };
    expect((await wire.call("POST /verify", { body })).status).toBe(200);
    expect((await signIn("provider=google", { choice: "uma" })).get("error")).toBeNull();
  });

  it("says in the fragment that a person without an address gave none", async () => {
    const fragment = await signIn("provider=github", { choice: "nora" });
    expect(fragment.get("error_description")).toBe("Error getting user email from external provider");
  });

  it("links to an account by any verified address that GitHub lists", async () => {
    await wire.call("POST /admin/users", { body: { email: "sam@work.example", password: "p", confirm: true } });
    expect((await accountOf(await signIn("provider=github", { choice: "sam" }))).email).toBe("sam@work.example");
  });

  it("does not link by a further address of GitLab, which says nothing of it", async () => {
    await wire.call("POST /admin/users", { body: { email: "sam@work.example", password: "p", confirm: true } });
    expect((await accountOf(await signIn("provider=gitlab", { choice: "sam" }))).email).toBe("sam@example.com");
  });

  it("accepts an invite with exactly its address, which the page names", async () => {
    await wire.call("POST /invite", { body: { email: "Guest@x.io" } });
    const query = `provider=github&invite_token=${tokenOfMail(wire, "Guest@x.io")}`;
    const page = await wire.call(`GET ${await pageOf(query)}`, { bearer: null, headers: AS_PERSON });
    expect(page.text).toContain("This accepts the invite of <bdi>Guest@x.io</bdi>");
    expect((await signIn(query, { email: "guest@x.io", verified: "on" })).get("error_description")).toBe(
      "Invited email does not match emails from external provider",
    );
    expect(await accountOf(await signIn(query, { choice: "invited" }))).toMatchObject({
      email: "Guest@x.io",
      app_metadata: { provider: "github" },
    });
  });

  it("remembers whom one was, the latest first, until everything is reset", async () => {
    for (const email of ["one@x.io", "two@x.io", "one@x.io"])
      await signIn("provider=github", { email, verified: "on" });
    const choices = async () =>
      Object.entries((await wire.call(`GET ${await pageOf("provider=github")}`)).json.choices);
    const used = (await choices()).filter(([id]) => id.startsWith("used-"));
    expect(used.map(([, person]) => person)).toMatchObject([
      { emails: [{ email: "one@x.io", verified: true }] },
      { emails: [{ email: "two@x.io", verified: true }] },
    ]);
    expect((await accountOf(await signIn("provider=github", { choice: used[1]?.[0] ?? "" }))).email).toBe("two@x.io");
    await wire.identity.reset();
    expect((await choices()).map(([id]) => id)).toEqual(["ada", "uma", "sam", "nora"]);
  });

  it("goes back to the page of the site that the person came from", async () => {
    const page = await pageOf("provider=github", { Referer: `${HOME}/deep?q` });
    const { search } = await decide(page, { choice: "ada" });
    const { headers } = await wire.call(`GET /callback${search}`, { bearer: null });
    expect(headers.get("location")).toMatch(/^http:\/\/localhost:8888\/deep\?q#access_token=/);
  });
});

describe("a code of the stand-in", () => {
  const failed = "Unable to exchange external code for github provider";

  it("works once", async () => {
    const back = await decide(await pageOf("provider=github"), { choice: "ada" });
    expect((await comeBack(back)).get("error")).toBeNull();
    expect((await comeBack(back)).get("error_description")).toBe(failed);
  });

  it("works at its own provider only", async () => {
    const { searchParams } = await decide(await pageOf("provider=google"), { choice: "ada" });
    const state = new URLSearchParams((await pageOf("provider=github")).split("?")[1]).get("state") ?? "";
    const foreign = new URL(`${HOME}/?${new URLSearchParams({ code: searchParams.get("code") ?? "", state })}`);
    expect((await comeBack(foreign)).get("error_description")).toBe(failed);
  });

  it("lives no longer than five minutes", async () => {
    const { searchParams } = await decide(await pageOf("provider=github"), { choice: "ada" });
    now += 5 * 60_000;
    const state = new URLSearchParams((await pageOf("provider=github")).split("?")[1]).get("state") ?? "";
    const late = new URL(`${HOME}/?${new URLSearchParams({ code: searchParams.get("code") ?? "", state })}`);
    expect((await comeBack(late)).get("error_description")).toBe(failed);
  });
});

describe("the page", () => {
  const show = (page: string, headers: Record<string, string> = AS_PERSON) =>
    wire.call(`GET ${page}`, { bearer: null, headers });

  it("gives the state back as it came", async () => {
    const page = (await pageOf("provider=github")).replace(/state=[^&]+/, "state=a%2Bb%20c%26%C3%BC");
    expect((await decide(page, { choice: "ada" })).searchParams.get("state")).toBe("a+b c&ü");
  });

  it("leads nowhere but to the redirect URI that is set up", async () => {
    const page = await pageOf("provider=github");
    for (const [key, value] of [
      ["redirect_uri", "http://evil.example/callback"],
      ["client_id", "somebody-else"],
      ["response_type", "token"],
    ]) {
      const [path, query] = page.split("?");
      const changed = new URLSearchParams(query);
      changed.set(key ?? "", value ?? "");
      const body = '{"choice":"ada"}';
      const seen = await wire.call(`GET ${path}?${changed}`, { bearer: null });
      const done = await wire.call(`POST ${path}?${changed}`, { bearer: null, body });
      expect([seen.status, done.status, done.headers.get("location")]).toEqual([400, 400, null]);
    }
  });

  it("shows every text as text and runs nothing", async () => {
    const hostile = `"><script>alert(1)</script><b x='`;
    await signIn("provider=github", {
      email: `x${hostile}@x.io`,
      name: hostile,
      picture: "javascript:1",
      verified: "on",
    });
    const { text, headers } = await show(`${await pageOf("provider=github")}&x=${encodeURIComponent(hostile)}`);
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toMatch(/<script|<b x|javascript:/);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';/);
    expect(headers.get("x-frame-options")).toBe("DENY");
  });

  it("S83 opens to a browser that is sent here from the site, and to nothing else of another site", async () => {
    const page = await pageOf("provider=github");
    const navigation = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
    expect(await statusOf("GET", page, navigation)).toBe(200);
    const strangers: Record<string, string>[] = [
      { ...navigation, "Sec-Fetch-Dest": "iframe" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" },
      { Origin: "http://evil.example" },
      { "X-Forwarded-Host": "localhost" },
    ];
    for (const headers of strangers) {
      expect(await statusOf("GET", page, headers)).toBe(403);
    }
    expect(await statusOf("POST", page, navigation)).toBe(403);
  });

  it("keeps what was typed when it cannot be used, with the reason beside it", async () => {
    const page = await pageOf("provider=github");
    const headers = { ...AS_PERSON, "Content-Type": "application/x-www-form-urlencoded" };
    const body = "name=Kept+Name&further=a@x.io";
    const { status, text } = await wire.call(`POST ${page}`, { bearer: null, body, headers });
    expect(status).toBe(422);
    expect(text).toContain("Give the first address too");
    expect(text).toContain('value="Kept Name"');
    expect(text).toContain(">a@x.io</textarea>");
  });
});

describe("without a stand-in", () => {
  it.each([
    ["CLIENT_ID", "Missing Oauth client ID"],
    ["SECRET", "Missing Oauth secret"],
    ["REDIRECT_URI", "Missing redirect URI"],
  ])("a provider that lacks its %s is refused in upstream's words", async (setting, words) => {
    const page = await pageOf("provider=github");
    await wire.close();
    wire = await start({ [`GOTRUE_EXTERNAL_GITHUB_${setting}`]: "" });
    const answered = await wire.call("GET /authorize?provider=github", { bearer: null });
    expect(answered).toMatchObject({ status: 400, text: `{"code":400,"msg":"Unsupported provider: ${words}"}` });
    expect((await wire.call(`GET ${page}`)).status).toBe(404);
  });

  it("a configured URL leads there, and the provider's own name to its real hosts", async () => {
    const page = await pageOf("provider=github");
    for (const url of ["http://127.0.0.1:7700", "https://github.com"]) {
      await wire.close();
      wire = await start({ GOTRUE_EXTERNAL_GITHUB_URL: url });
      const { headers } = await wire.call("GET /authorize?provider=github", { bearer: null });
      expect(headers.get("location")).toContain(`${url}/login/oauth/authorize?client_id=local-github&`);
      expect((await wire.call(`GET ${page}`)).status).toBe(404);
    }
  });
});
