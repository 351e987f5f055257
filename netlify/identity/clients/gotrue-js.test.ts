import type GoTrue from "gotrue-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withLocalProviders } from "../local-providers.ts";
import { startIdentity, tokenOfMail, type Wire } from "../testing/start.ts";
import { comeBackFrom } from "./stand-in.ts";
import { asInBrowser, openTab, type PackageName } from "./tab.ts";

const ENV = withLocalProviders({}, ["github"], "http://localhost:8888/.netlify/identity");
const CLIENTS: [string, PackageName][] = [
  ["gotrue-js 1.0.1", "gotrue-js"],
  ["gotrue-js 0.9.29", "gotrue-js-0.9"],
];

let wire: Wire;
beforeEach(async () => {
  asInBrowser();
  wire = await startIdentity(Object.fromEntries(Object.entries(ENV).map(([name, value]) => [name, value ?? ""])));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await wire.close();
});

async function restartWith(env: Record<string, string>): Promise<void> {
  await wire.close();
  wire = await startIdentity(env);
}

async function signUpAndConfirm(client: GoTrue, email: string, remember = false) {
  await client.signup(email, "secret-1", { full_name: "Ann Ex" });
  return client.confirm(tokenOfMail(wire, email), remember);
}

describe.each(CLIENTS)("%s", (_, name) => {
  let client: GoTrue;
  const open = (options?: { audience?: string; setCookie?: boolean }) => openTab(name, wire.url, options);
  beforeEach(() => {
    client = open();
  });

  it("reads the settings", async () => {
    expect(await client.settings()).toMatchObject({
      autoconfirm: false,
      disable_signup: false,
      external: { email: true, github: true, google: false },
    });
  });

  it("signs up, confirms by the mailed link and is signed in", async () => {
    const made = await client.signup("ann@example.com", "secret-1", { full_name: "Ann Ex" });
    expect(made.confirmation_sent_at).toBeDefined();
    expect(made).not.toHaveProperty("access_token");
    const user = await client.confirm(tokenOfMail(wire, "ann@example.com"));
    expect(user).toMatchObject({ email: "ann@example.com", user_metadata: { full_name: "Ann Ex" } });
    expect(user.tokenDetails()?.expires_at).toBeGreaterThan(Date.now() + 3_500_000);
    expect(client.currentUser()?.id).toBe(user.id);
  });

  it("signs up without a mail where accounts confirm themselves, and has to log in then", async () => {
    await restartWith({ GOTRUE_MAILER_AUTOCONFIRM: "true" });
    client = open();
    const made = await client.signup("ann@example.com", "secret-1");
    expect(made.confirmed_at).toBeDefined();
    expect(client.currentUser()).toBeNull();
    expect((await client.login("ann@example.com", "secret-1")).email).toBe("ann@example.com");
  });

  it("is told in words why something fails", async () => {
    await client.signup("ann@example.com", "secret-1");
    const denied = { name: "JSONHTTPError", status: 400 };
    await expect(client.login("ann@example.com", "secret-1")).rejects.toMatchObject({
      ...denied,
      message: "invalid_grant: Email not confirmed",
      json: { error: "invalid_grant", error_description: "Email not confirmed" },
    });
    await client.confirm(tokenOfMail(wire, "ann@example.com"));
    await expect(client.login("ann@example.com", "wrong")).rejects.toMatchObject({
      ...denied,
      message: "invalid_grant: No user found with that email, or password invalid.",
    });
    await expect(client.signup("ann@example.com", "x")).rejects.toMatchObject({
      ...denied,
      message: "A user with this email address has already been registered",
      json: { code: 400 },
    });
    await expect(client.signup("nonsense", "secret-1")).rejects.toMatchObject({
      status: 422,
      message: "Unable to validate email address: mail: missing '@' or angle-addr",
    });
    await expect(client.confirm("no-such-token")).rejects.toMatchObject({ status: 404, message: "User not found" });
  });

  it("is refused with 403 where signing up is switched off", async () => {
    await restartWith({ GOTRUE_DISABLE_SIGNUP: "true" });
    await expect(open().signup("ann@example.com", "p")).rejects.toMatchObject({
      status: 403,
      message: "Signups not allowed for this instance",
    });
  });

  it("keeps a remembered session over a reload, and none that was not to be remembered", async () => {
    await signUpAndConfirm(client, "ann@example.com", true);
    const reloaded = open().currentUser();
    expect(reloaded?.email).toBe("ann@example.com");
    expect(await reloaded?.getUserData()).toMatchObject({ email: "ann@example.com" });
    await client.login("ann@example.com", "secret-1", false);
    expect(open().currentUser()).toBeNull();
  });

  it("S14 refreshes, and loses its session with a token that was used before", async () => {
    await signUpAndConfirm(client, "ann@example.com");
    const user = await client.login("ann@example.com", "secret-1");
    const used = user.tokenDetails()?.refresh_token ?? "";
    await user.jwt(true);
    expect(user.tokenDetails()?.refresh_token).not.toBe(used);
    await expect(user._refreshToken(used)).rejects.toThrow();
    expect(user.tokenDetails()).toBeNull();
  });

  it("refreshes by itself when less than a minute is left", async () => {
    await restartWith({ GOTRUE_JWT_EXP: "59" });
    client = open();
    const user = await signUpAndConfirm(client, "ann@example.com");
    const before = user.tokenDetails()?.refresh_token;
    await user.getUserData();
    expect(user.tokenDetails()?.refresh_token).not.toBe(before);
  });

  it("two tabs refreshing at once: those that overlap both stay signed in, one that is refused drops its session", async () => {
    await signUpAndConfirm(client, "ann@example.com", true);
    const tabs = [client.currentUser(), open().currentUser()];
    const tokens = await Promise.allSettled(tabs.map((tab) => tab?.jwt(true)));
    const stayed = tabs.filter((_tab, index) => tokens[index]?.status === "fulfilled");
    expect(stayed.length).toBeGreaterThan(0);
    for (const tab of tabs) expect(tab?.tokenDetails() !== null).toBe(stayed.includes(tab));
    for (const tab of stayed) expect(await tab?.jwt(true)).toEqual(expect.any(String));
  });

  it("a tab that refreshes after another did is signed out, for it has the old token in memory", async () => {
    await signUpAndConfirm(client, "ann@example.com", true);
    const [first, second] = [client.currentUser(), open().currentUser()];
    await first?.jwt(true);
    await expect(second?.jwt(true)).rejects.toMatchObject({ status: 400 });
    expect(second?.tokenDetails()).toBeNull();
    expect(await first?.jwt(true)).toEqual(expect.any(String));
  });

  it("recovers a forgotten password, sets a new one, and is told when it asks too often", async () => {
    await signUpAndConfirm(client, "ann@example.com");
    await client.requestPasswordRecovery("ann@example.com");
    const again = { status: 429, message: "Rate limit exceeded, try again later" };
    await expect(client.requestPasswordRecovery("ann@example.com")).rejects.toMatchObject(again);
    const user = await client.recover(tokenOfMail(wire, "ann@example.com"));
    await user.update({ password: "brand-new" });
    expect((await client.login("ann@example.com", "brand-new")).email).toBe("ann@example.com");
    await expect(client.login("ann@example.com", "secret-1")).rejects.toThrow("password invalid");
  });

  it("accepts an invite with a password", async () => {
    await wire.call("POST /invite", { body: { email: "guest@example.com", data: { full_name: "Guest" } } });
    const user = await client.acceptInvite(tokenOfMail(wire, "guest@example.com"), "chosen-1");
    expect(user.user_metadata).toEqual({ full_name: "Guest" });
    expect((await client.login("guest@example.com", "chosen-1")).email).toBe("guest@example.com");
  });

  it("signs in through a provider", async () => {
    const fragment = await comeBackFrom(client.loginExternalUrl("github"), { choice: "ada" });
    const user = await client.createUser(fragment);
    expect(user).toMatchObject({ email: "ada@example.com", app_metadata: { provider: "github" } });
    expect(await user.jwt(true)).toEqual(expect.any(String));
  });

  it("accepts an invite through a provider", async () => {
    await wire.call("POST /invite", { body: { email: "guest@example.com" } });
    const url = client.acceptInviteExternalUrl("github", tokenOfMail(wire, "guest@example.com"));
    const user = await client.createUser(await comeBackFrom(url, { choice: "invited" }));
    expect(user).toMatchObject({ email: "guest@example.com", app_metadata: { provider: "github" } });
  });

  it("changes its e-mail by the link sent to the new address, and its metadata key by key", async () => {
    const user = await signUpAndConfirm(client, "old@example.com");
    await user.update({ email: "new@example.com", data: { pet: "cat" } });
    expect(user.new_email).toBe("new@example.com");
    expect(user.user_metadata).toEqual({ full_name: "Ann Ex", pet: "cat" });
    await expect(user.update({ email_change_token: "wrong" })).rejects.toMatchObject({ status: 401 });
    await user.update({ email_change_token: tokenOfMail(wire, "new@example.com") });
    expect(user.email).toBe("new@example.com");
  });

  it("administers with the role column: creates, reads, updates and deletes", async () => {
    const admin = await signUpAndConfirm(client, "boss@example.com");
    await expect(admin.admin.getUser(admin)).rejects.toMatchObject({ status: 401, message: "User not allowed" });
    await wire.call(`PUT /admin/users/${admin.id}`, { body: { role: "admin" } });
    const made = await admin.admin.createUser("made@example.com", "secret-2", { confirm: true });
    expect((await admin.admin.getUser(made)).email).toBe("made@example.com");
    await admin.admin.updateUser(made, { app_metadata: { roles: ["editor"] } });
    expect((await admin.admin.getUser(made)).app_metadata.roles).toEqual(["editor"]);
    await admin.admin.deleteUser(made);
    await expect(admin.admin.getUser(made)).rejects.toThrow("User not found");
  });

  it("lives in the audience it is made for", async () => {
    const blue = open({ audience: "blue" });
    expect((await blue.signup("ann@example.com", "p")).aud).toBe("blue");
    await blue.confirm(tokenOfMail(wire, "ann@example.com"));
    expect((await blue.login("ann@example.com", "p")).aud).toBe("blue");
    await expect(client.login("ann@example.com", "p")).rejects.toThrow("No user found");
  });

  it("is given the cookie for the edge when it asks for one, for a day or for the session", async () => {
    await signUpAndConfirm(client, "ann@example.com");
    const seen: (string | null)[] = [];
    const plain = globalThis.fetch;
    vi.stubGlobal("fetch", async (...sent: Parameters<typeof fetch>) => {
      const answered = await plain(...sent);
      seen.push(answered.headers.get("set-cookie"));
      return answered;
    });
    const withCookie = open({ setCookie: true });
    for (const remember of [true, false]) await withCookie.login("ann@example.com", "secret-1", remember);
    const [day, session] = seen.filter((line) => line !== null);
    expect(day).toMatch(/^nf_jwt=.+; Path=\/; Expires=.+; Max-Age=86400; HttpOnly; Secure$/);
    expect(session).toMatch(/^nf_jwt=[^;]+; Path=\/; HttpOnly; Secure$/);
  });

  it("logs out, which ends the refresh token", async () => {
    const user = await signUpAndConfirm(client, "ann@example.com", true);
    const refresh_token = user.tokenDetails()?.refresh_token ?? "";
    await user.logout();
    expect([client.currentUser(), open().currentUser()]).toEqual([null, null]);
    expect((await wire.form({ grant_type: "refresh_token", refresh_token })).status).toBe(400);
  });
});

async function signInAdmin(client: GoTrue) {
  const admin = await signUpAndConfirm(client, "boss@example.com");
  await wire.call(`PUT /admin/users/${admin.id}`, { body: { role: "admin" } });
  return admin;
}

describe("gotrue-js 1.0.1 alone", () => {
  it("lists as the body stands, though its types promise an array", async () => {
    const admin = await signInAdmin(openTab("gotrue-js", wire.url));
    expect(await admin.admin.listUsers("")).toEqual({ aud: "", users: [expect.objectContaining({ id: admin.id })] });
  });

  it("validates a kept session, and drops that of an account that is gone", async () => {
    const client = openTab("gotrue-js", wire.url);
    const user = await signUpAndConfirm(client, "ann@example.com", true);
    expect((await client.validateCurrentSession())?.email).toBe("ann@example.com");
    await wire.call(`DELETE /admin/users/${user.id}`);
    expect(await client.validateCurrentSession()).toBeNull();
    expect(openTab("gotrue-js", wire.url).currentUser()).toBeNull();
  });
});

describe("gotrue-js 0.9.29 alone", () => {
  it("reads the pages out of the Link header and puts the body under items", async () => {
    const admin = await signInAdmin(openTab("gotrue-js-0.9", wire.url));
    wire.identity.people.add(Array.from({ length: 60 }, (_, index) => ({ email: `p${index}@example.com` })));
    const listed: unknown = await admin.admin.listUsers("");
    expect(listed).toMatchObject({
      pagination: { next: 2, last: 2, current: 1, total: 61 },
      items: { aud: "", users: { length: 50 } },
    });
  });
});
