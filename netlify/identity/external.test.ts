import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sign } from "./replay/bindings.ts";
import { type ScriptedServer, startScriptedServer } from "./replay/scripted-server.ts";
import { OPERATOR, startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const HOME = "http://localhost:8888";
const HS256 = { alg: "HS256", typ: "JWT" };

let provider: ScriptedServer;
let wire: Wire;
beforeEach(async () => {
  provider = await startScriptedServer();
  wire = await start({});
});
afterEach(async () => {
  await wire.close();
  await provider.close();
});

function start(env: Record<string, string>): Promise<Wire> {
  const settings: Record<string, string> = {};
  for (const name of ["GITHUB", "GITLAB", "GOOGLE", "FACEBOOK", "BITBUCKET"]) {
    const prefix = `GOTRUE_EXTERNAL_${name}`;
    Object.assign(settings, {
      [`${prefix}_ENABLED`]: "true",
      [`${prefix}_CLIENT_ID`]: "id",
      [`${prefix}_SECRET`]: "secret",
      [`${prefix}_REDIRECT_URI`]: `${HOME}/.netlify/identity/callback`,
      [`${prefix}_URL`]: `http://${provider.address}/`,
    });
  }
  return startIdentity({ ...settings, ...env });
}

function answer(paths: Record<string, unknown>): void {
  const all: Record<string, unknown> = { ...paths };
  provider.script(({ method, path }) => {
    if (method === "POST") return { body: '{"access_token":"prov-token","token_type":"bearer"}' };
    const body = all[path.split("?")[0] ?? ""];
    return body === undefined ? { status: 404 } : { body: JSON.stringify(body) };
  });
}

/** Goes to the provider and comes back; answers the fragment the site gets. */
async function signIn(name: string, query = ""): Promise<URLSearchParams> {
  const there = await wire.call(`GET /authorize?provider=${name}${query}`, { bearer: null });
  const state = new URL(there.headers.get("location") ?? "").searchParams.get("state");
  const back = await wire.call(`GET /callback?state=${state}&code=abc`, { bearer: null });
  expect(back.status).toBe(302);
  return new URLSearchParams(new URL(back.headers.get("location") ?? "").hash.slice(1));
}

async function userOf(fragment: URLSearchParams) {
  return (await wire.call("GET /user", { bearer: fragment.get("access_token") })).json;
}

describe("signing in through a provider", () => {
  it("takes name, picture and verified address from Google", async () => {
    const me = { email: "g@x.io", name: "Goo Gle", picture: "https://img.example/g", verified_email: true };
    answer({ "/userinfo/v2/me": me });
    expect(await userOf(await signIn("google"))).toMatchObject({
      email: "g@x.io",
      app_metadata: { provider: "google" },
      user_metadata: { full_name: "Goo Gle", avatar_url: "https://img.example/g" },
    });
  });

  it("proves the app's secret to Facebook and skips what is empty", async () => {
    answer({ "/me": { email: "f@x.io", first_name: "Fay", name: "fay", picture: { data: {} } } });
    expect((await userOf(await signIn("facebook"))).user_metadata).toEqual({ full_name: "Fay", slug: "fay" });
    const me = provider.takeCalls().find(({ path }) => path.startsWith("/me"))?.path;
    expect(me).toMatch(/^\/me\?fields=email,first_name,last_name,name,picture&appsecret_proof=[0-9a-f]{64}$/);
  });

  it("takes Bitbucket's primary confirmed address", async () => {
    const values = [
      { email: "side@x.io", is_primary: false, is_confirmed: true },
      { email: "b@x.io", is_primary: true, is_confirmed: true },
    ];
    answer({ "/2.0/user": { display_name: "Bit", links: { avatar: { href: "a" } } }, "/2.0/user/emails": { values } });
    expect((await userOf(await signIn("bitbucket"))).email).toBe("b@x.io");
  });

  it("sends the token as the provider named its kind, and the client's name and secret as forms write them", async () => {
    await wire.close();
    wire = await start({ GOTRUE_EXTERNAL_GOOGLE_CLIENT_ID: "it's (me)", GOTRUE_EXTERNAL_GOOGLE_SECRET: "ä:!" });
    for (const [token_type, scheme] of Object.entries({ token: "token", BEARER: "Bearer", mac: "MAC", "": "Bearer" })) {
      provider.script(({ method }) => ({
        body: JSON.stringify(
          method === "POST" ? { access_token: "t", token_type } : { email: "g@x.io", verified_email: true },
        ),
      }));
      await signIn("google");
      const [post, get] = provider.takeCalls();
      expect(get?.headers.authorization).toBe(`${scheme} t`);
      expect(Buffer.from(post?.headers.authorization?.slice(6) ?? "", "base64").toString()).toBe(
        "it%27s+%28me%29:%C3%A4%3A%21",
      );
    }
  });

  it.each([{ access_token: 5 }, { access_token: "t", error: {} }, { access_token: "t", error: "no" }, null, []])(
    "takes %j for no token",
    async (answered) => {
      provider.script(() => ({ body: JSON.stringify(answered) }));
      expect((await signIn("google")).get("error_description")).toBe(
        "Unable to exchange external code for google provider",
      );
    },
  );

  it("reads Bitbucket's picture where upstream looks for it", async () => {
    const values = [{ email: "b@x.io", is_primary: true, is_confirmed: true }];
    const user = { display_name: "Bit", avatar: { href: "here" }, links: { avatar: { href: "elsewhere" } } };
    answer({ "/2.0/user": user, "/2.0/user/emails": { values } });
    expect((await userOf(await signIn("bitbucket"))).user_metadata).toEqual({ full_name: "Bit", avatar_url: "here" });
  });

  it("mails a confirmation for an unverified address and gives no session", async () => {
    answer({ "/userinfo/v2/me": { email: "u@x.io", verified_email: false } });
    expect([...(await signIn("google"))]).toEqual([]);
    const body = { type: "signup", token: tokenOfMail(wire, "u@x.io") };
    expect((await wire.call("POST /verify", { body })).status).toBe(200);
  });

  it("does not link to an account by an unverified address", async () => {
    await wire.call("POST /admin/users", { body: { email: "u@x.io", password: "p", confirm: true } });
    answer({ "/userinfo/v2/me": { email: "u@x.io", verified_email: false } });
    expect([...(await signIn("google"))]).toEqual([]);
    expect((await wire.call("GET /admin/users")).headers.get("x-total-count")).toBe("2");
  });

  it("tells in the fragment that signups are closed, that an invite is somebody else's, and what a hook said", async () => {
    await wire.close();
    wire = await start({ GOTRUE_DISABLE_SIGNUP: "true", GOTRUE_EXTERNAL_REDIRECTURL: `${HOME}/in?x=1` });
    answer({ "/userinfo/v2/me": { email: "g@x.io", verified_email: true } });
    expect(Object.fromEntries(await signIn("google"))).toEqual({
      error: "access_denied",
      error_description: "Signups not allowed for this instance",
    });
    await wire.call("POST /invite", { body: { email: "G@x.io" } });
    const invite_token = tokenOfMail(wire, "G@x.io");
    expect((await signIn("google", `&invite_token=${invite_token}`)).get("error_description")).toBe(
      "Invited email does not match emails from external provider",
    );
  });

  it.each([
    ["welcome?a=b", "/welcome?a=b"],
    ["/in/site", "/in/site"],
    ["https://app.example/ü", "https://app.example/%c3%bc"],
  ])("goes to the configured %s as %s", async (redirectUrl, home) => {
    await wire.close();
    wire = await start({ GOTRUE_EXTERNAL_REDIRECTURL: redirectUrl });
    const there = await wire.call("GET /authorize?provider=google", { bearer: null });
    const state = new URL(there.headers.get("location") ?? "").searchParams.get("state");
    const back = await wire.call(`GET /callback?state=${state}&error=access_denied`, { bearer: null });
    expect(back.headers.get("location")).toBe(`${home}#error=access_denied&error_description=`);
  });

  it("goes back to the page it came from, if that is one of the site", async () => {
    answer({ "/userinfo/v2/me": {} });
    for (const [Referer, home] of [
      ["https://localhost:1/deep?q", "https://localhost:1/deep?q"],
      ["https://evil.example/", HOME],
    ]) {
      const there = await wire.call("GET /authorize?provider=google", { headers: { Referer: Referer ?? "" } });
      const state = new URL(there.headers.get("location") ?? "").searchParams.get("state");
      const back = await wire.call(`GET /callback?state=${state}`);
      expect(back.headers.get("location")).toBe(
        `${home}#error=invalid_request&error_description=Authorization+code+missing`,
      );
    }
  });
});

describe("a state", () => {
  const future = Math.floor(Date.now() / 1000) + 300;
  const claims = "ExternalProviderClaims";
  it.each([
    [
      { provider: "github", exp: "x" },
      'could not parse NumericData: json: invalid number literal, trying to unmarshal "\\"x\\"" into Number',
    ],
    [
      { provider: "github", exp: true },
      "could not parse NumericData: json: cannot unmarshal bool into Go value of type json.Number",
    ],
    [{ provider: "github", aud: 1 }, "json: unsupported type: float64"],
    [{ provider: "github", aud: ["a", {}] }, "json: unsupported type: map[string]interface {}"],
    [{ provider: 1 }, `json: cannot unmarshal number into Go struct field ${claims}.provider of type string`],
    [
      { id: 1 },
      `json: cannot unmarshal number into Go struct field ${claims}.NetlifyMicroserviceClaims.id of type string`,
    ],
    [
      { function_hooks: [] },
      `json: cannot unmarshal array into Go struct field ${claims}.NetlifyMicroserviceClaims.function_hooks of type map[string]string`,
    ],
    [{ provider: "github", nbf: future }, "token is not valid yet"],
    [{ provider: "", exp: future }, "<nil>"],
  ])("of %j is refused with %j", async (state, reason) => {
    const token = sign(HS256, state, OPERATOR);
    const answered = await wire.call(`GET /callback?state=${token}`, { bearer: null });
    expect(answered).toMatchObject({ status: 400, json: { code: 400, msg: `OAuth state is invalid: ${reason}` } });
  });

  it("may give its times as fractions or in quotes, and audiences as a list", async () => {
    const token = sign(HS256, { provider: "github", exp: `${future}.5`, iat: 1.5, nbf: null, aud: ["a"] }, OPERATOR);
    const answered = await wire.call(`GET /callback?state=${token}`, { bearer: null });
    expect(answered.headers.get("location")).toContain("Authorization+code+missing");
  });
});

describe("SAML", () => {
  it("answers as upstream does while it is off", async () => {
    expect(await wire.call("GET /saml/metadata")).toMatchObject({
      status: 500,
      json: { msg: "Could not create SAML Provider: SAML Provider is not enabled" },
    });
    expect((await wire.call("POST /saml/acs")).json.msg).toBe("SAML RelayState is missing");
    const token = sign(HS256, { provider: "saml" }, OPERATOR);
    const answered = await wire.call(`POST /saml/acs?RelayState=${token}`);
    expect(answered).toMatchObject({ status: 302, text: "" });
    expect(answered.headers.get("location")).toContain("Could+not+initialize+SAML+provider");
  });
});
