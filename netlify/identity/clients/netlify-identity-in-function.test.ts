import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Local, startLocal } from "#netlify/local/start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "#netlify/local/testing/fixture-functions.ts";

/** Calls `{name: "admin.getUser", given: […]}` of the package and answers what came of it. */
const CALL = `
  import * as identity from "@netlify/identity";
  export default async (request: Request) => {
    const { name, given = [] } = await request.json();
    const call = name.split(".").reduce((at, key) => at[key], identity);
    try {
      return Response.json({ value: (await call(...given)) ?? null });
    } catch (error) {
      return Response.json({ error: { name: error.name, message: error.message, status: error.status } });
    }
  };
  export const config = { path: "/call" };
`;

let functions: FixtureFunctions;
let local: Local;
beforeAll(async () => {
  functions = await fixtureFunctions({ call: CALL });
  local = await start();
});
afterAll(async () => {
  await local.close();
  await functions.remove();
});

function start(identity: Record<string, string> = {}): Promise<Local> {
  return startLocal({
    port: 0,
    functionsDir: functions.directory,
    people: 0,
    bcryptCost: 4,
    identity,
    providers: "github",
  });
}

interface Called {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the package gave, as JSON
  value?: any;
  error?: { name: string; message: string; status?: number };
  cookies: string[];
}

interface Sending {
  cookies?: string[];
  bearer?: string;
  at?: Local;
}

async function call(
  name: string,
  given: unknown[] = [],
  { cookies = [], bearer, at = local }: Sending = {},
): Promise<Called> {
  const pairs = cookies.map((line) => line.split(";")[0]).join("; ");
  const response = await fetch(`${at.url}/call`, {
    method: "POST",
    body: JSON.stringify({ name, given }),
    headers: { ...(pairs && { cookie: pairs }), ...(bearer && { authorization: `Bearer ${bearer}` }) },
  });
  return { ...(await response.json()), cookies: response.headers.getSetCookie() };
}

const token = (cookies: string[], name = "nf_jwt") =>
  cookies
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(";")[0] ?? "";

let serial = 0;
/** A confirmed account with a password, and its address. */
async function account(at = local): Promise<string> {
  serial += 1;
  const email = `person${serial}@example.org`;
  await call("admin.createUser", [{ email, password: "secret-1" }], { at });
  return email;
}

function linkTo(email: string, at = local): string {
  return at.identity.mails.list({ to: email }).at(-1)?.links[0]?.split("=")[1] ?? "";
}

describe("@netlify/identity 1.2.0 in a function", () => {
  it("reads the settings", async () => {
    expect((await call("getSettings")).value).toMatchObject({
      autoconfirm: false,
      disableSignup: false,
      providers: { email: true, github: true, google: false },
    });
  });

  it("knows the address of Identity and has the operator token", async () => {
    const { value } = await call("getIdentityConfig");
    expect(value).toEqual({ url: `${local.url}/.netlify/identity`, token: expect.stringMatching(/^ey/) });
  });

  it("signs up without a session, as the address is still to be confirmed", async () => {
    const { value, cookies } = await call("signup", ["new@example.org", "secret-1", { full_name: "New" }]);
    expect(value).toMatchObject({ email: "new@example.org", name: "New", provider: "email" });
    expect(value.confirmedAt).toBeUndefined();
    expect(cookies).toEqual([]);
    expect((await call("confirmEmail", [linkTo("new@example.org")])).value.confirmedAt).toEqual(expect.any(String));
  });

  it("gets no session from a sign-up that needs no confirming either, though it hopes for one", async () => {
    const open = await start({ GOTRUE_MAILER_AUTOCONFIRM: "true" });
    const { value, cookies } = await call("signup", ["auto@example.org", "secret-1"], { at: open });
    expect(value.confirmedAt).toEqual(expect.any(String));
    expect(cookies).toEqual([]);
    await open.close();
  });

  it("logs in and hands the browser both cookies", async () => {
    const email = await account();
    const { value, cookies } = await call("login", [email, "secret-1"]);
    expect(value).toMatchObject({ email, provider: "email" });
    expect(cookies.map((line) => line.split("=")[0])).toEqual(["nf_jwt", "nf_refresh"]);
    for (const line of cookies) expect(line).toMatch(/; Secure; SameSite=Lax; Path=\/$/);
  });

  it("is told in words why something fails", async () => {
    const email = await account();
    expect((await call("login", [email, "wrong"])).error).toEqual({
      name: "AuthError",
      message: "No user found with that email, or password invalid.",
      status: 400,
    });
    expect((await call("signup", [email, "p"])).error).toEqual({
      name: "AuthError",
      message: "A user with this email address has already been registered",
      status: 400,
    });
    expect((await call("signup", ["nonsense", "p"])).error?.status).toBe(422);
    expect((await call("recoverPassword", ["no-such-token", "p"])).error?.message).toBe("User not found");
  });

  it("knows the caller by the bearer's claims: GET /user refuses the operator token with 400, as the package expects", async () => {
    const email = await account();
    const bearer = token((await call("login", [email, "secret-1"])).cookies);
    expect((await call("getUser", [], { bearer })).value).toMatchObject({ email, provider: "email" });
    expect((await call("isAuthenticated", [], { bearer })).value).toBe(true);
    expect((await call("getUser")).value).toBeNull();
    expect((await call("getUser", [], { bearer: `${bearer}x` })).value).toBeNull();
  });

  it("does not see a caller who has the cookie only: it asks with the operator token instead", async () => {
    const { cookies } = await call("login", [await account(), "secret-1"]);
    expect((await call("getUser", [], { cookies })).value).toBeNull();
  });

  it("refreshes what is about to run out, and takes the cookies away once the refresh token was used", async () => {
    const hasty = await start({ GOTRUE_JWT_EXP: "59" });
    const email = await account(hasty);
    const { cookies } = await call("login", [email, "secret-1"], { at: hasty });
    const refreshed = await call("refreshSession", [], { cookies, at: hasty });
    expect(refreshed.value).toEqual(expect.stringMatching(/^ey/));
    expect(token(refreshed.cookies, "nf_refresh")).not.toBe(token(cookies, "nf_refresh"));
    const late = await call("refreshSession", [], { cookies, at: hasty });
    expect(late.value).toBeNull();
    expect(late.cookies.map((line) => line.split(";")[0])).toEqual(["nf_jwt=", "nf_refresh="]);
    await hasty.close();
  });

  it("leaves a session alone that has more than a minute left", async () => {
    const { cookies } = await call("login", [await account(), "secret-1"]);
    expect(await call("refreshSession", [], { cookies })).toEqual({ value: null, cookies: [] });
  });

  it("logs out: no refresh token is left, and no cookie", async () => {
    const { cookies } = await call("login", [await account(), "secret-1"]);
    const out = await call("logout", [], { cookies });
    expect(out.cookies.map((line) => line.split(";")[0])).toEqual(["nf_jwt=", "nf_refresh="]);
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: token(cookies, "nf_refresh") });
    expect((await fetch(`${local.url}/.netlify/identity/token`, { method: "POST", body })).status).toBe(400);
  });

  it("recovers a forgotten password with a new one", async () => {
    const email = await account();
    await call("requestPasswordRecovery", [email]);
    expect((await call("recoverPassword", [linkTo(email), "brand-new"])).value.email).toBe(email);
    expect((await call("login", [email, "brand-new"])).value.email).toBe(email);
  });

  it("accepts an invite with a password", async () => {
    await fetch(`${local.url}/.netlify/identity/invite`, {
      method: "POST",
      headers: { Authorization: `Bearer ${local.identity.operatorToken()}` },
      body: JSON.stringify({ email: "guest@example.org" }),
    });
    expect((await call("acceptInvite", [linkTo("guest@example.org"), "chosen-1"])).value).toMatchObject({
      email: "guest@example.org",
      invitedAt: expect.any(String),
    });
    expect((await call("login", ["guest@example.org", "chosen-1"])).value.email).toBe("guest@example.org");
  });

  it("changes an account that signed in within this process, whoever asks: its session is kept per module", async () => {
    const email = await account();
    await call("requestPasswordRecovery", [email]);
    await call("recoverPassword", [linkTo(email), "secret-2"]);
    const { value } = await call("updateUser", [{ data: { pet: "cat" }, email: `changed.${email}` }]);
    expect(value).toMatchObject({ email, pendingEmail: `changed.${email}`, userMetadata: { pet: "cat" } });
  });

  it("says that the link of a new address is for the browser", async () => {
    expect((await call("verifyEmailChange", ["x"])).error?.message).toBe(
      "verifyEmailChange() is only available in the browser",
    );
    expect((await call("oauthLogin", ["github"])).error?.message).toBe("oauthLogin() is only available in the browser");
  });
});

describe("admin of @netlify/identity 1.2.0 in a function", () => {
  it("creates confirmed accounts, whose app_metadata Identity ignores until they are updated", async () => {
    const data = { app_metadata: { roles: ["editor"] }, user_metadata: { full_name: "Made" }, role: "member" };
    const { value } = await call("admin.createUser", [{ email: "made@example.org", password: "p", data }]);
    expect(value).toMatchObject({
      email: "made@example.org",
      name: "Made",
      role: "member",
      confirmedAt: expect.any(String),
    });
    expect(value.roles).toBeUndefined();
    const changed = await call("admin.updateUser", [value.id, { app_metadata: { roles: ["editor"] } }]);
    expect(changed.value.roles).toEqual(["editor"]);
    expect((await call("admin.getUser", [value.id])).value.roles).toEqual(["editor"]);
    expect((await call("admin.deleteUser", [value.id])).value).toBeNull();
    expect((await call("admin.getUser", [value.id])).error).toEqual({
      name: "AuthError",
      message: "User not found",
      status: 404,
    });
  });

  it("lists page by page, without the total", async () => {
    const emails = [await account(), await account(), await account()];
    const pages = await Promise.all([1, 2].map((page) => call("admin.listUsers", [{ page, perPage: 2 }])));
    const listed = pages.flatMap(({ value }) => value.map((user: { email: string }) => user.email));
    expect(listed).toHaveLength(4);
    expect(listed).toEqual(expect.arrayContaining(emails));
  });

  it("passes on why Identity refuses, and refuses ids that are none itself", async () => {
    const email = await account();
    expect((await call("admin.createUser", [{ email, password: "p" }])).error).toEqual({
      name: "AuthError",
      message: "Email address already registered by another user",
      status: 422,
    });
    expect((await call("admin.getUser", ["../settings"])).error?.message).toBe("User ID is not a valid UUID");
  });
});
