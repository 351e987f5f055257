import GoTrue from "gotrue-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

let wire: Wire;
let client: GoTrue;
beforeEach(async () => {
  wire = await startIdentity();
  client = quietClient(wire.url);
});
afterEach(async () => {
  client.currentUser()?.clearSession();
  await wire.close();
});

/** It warns of http each time, loopback or not. */
function quietClient(APIUrl: string): GoTrue {
  const warning = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const made = new GoTrue({ APIUrl });
  warning.mockClear();
  return made;
}

async function signUpAndConfirm(email: string) {
  await client.signup(email, "secret-1", { full_name: "Ann Ex" });
  return client.confirm(tokenOfMail(wire, email));
}

describe("gotrue-js 1.0.1", () => {
  it("reads the settings", async () => {
    expect(await client.settings()).toMatchObject({ autoconfirm: false, disable_signup: false });
  });

  it("signs up, confirms by the mailed link and is signed in", async () => {
    const made = await client.signup("ann@example.com", "secret-1", { full_name: "Ann Ex" });
    expect(made.confirmation_sent_at).toBeDefined();
    expect(made).not.toHaveProperty("access_token");
    const user = await client.confirm(tokenOfMail(wire, "ann@example.com"));
    expect(user.email).toBe("ann@example.com");
    expect(user.user_metadata).toEqual({ full_name: "Ann Ex" });
  });

  it("is told in words why a login fails", async () => {
    await client.signup("ann@example.com", "secret-1");
    await expect(client.login("ann@example.com", "secret-1")).rejects.toThrow("invalid_grant: Email not confirmed");
    await expect(client.signup("nonsense", "secret-1")).rejects.toThrow(
      "Unable to validate email address: mail: missing '@' or angle-addr",
    );
  });

  it("S14 refreshes, and loses its session with a token that was used before", async () => {
    await signUpAndConfirm("ann@example.com");
    const user = await client.login("ann@example.com", "secret-1");
    const used = user.tokenDetails()?.refresh_token ?? "";
    await user.jwt(true);
    expect(user.tokenDetails()?.refresh_token).not.toBe(used);
    await expect(user._refreshToken(used)).rejects.toThrow();
    expect(user.tokenDetails()).toBeNull();
  });

  it("lets two tabs refresh at once, as long as both began before either was answered", async () => {
    const user = await signUpAndConfirm("ann@example.com");
    const refresh_token = user.tokenDetails()?.refresh_token ?? "";
    const fields = { grant_type: "refresh_token", refresh_token };
    const statuses = (await Promise.all([wire.form(fields), wire.form(fields)])).map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses.every((status) => status === 200 || status === 400)).toBe(true);
  });

  it("recovers a forgotten password and sets a new one", async () => {
    await signUpAndConfirm("ann@example.com");
    await client.requestPasswordRecovery("ann@example.com");
    const user = await client.recover(tokenOfMail(wire, "ann@example.com"));
    await user.update({ password: "brand-new" });
    expect((await client.login("ann@example.com", "brand-new")).email).toBe("ann@example.com");
  });

  it("accepts an invite with a password", async () => {
    await wire.call("POST /invite", { body: { email: "guest@example.com", data: { full_name: "Guest" } } });
    const user = await client.acceptInvite(tokenOfMail(wire, "guest@example.com"), "chosen-1");
    expect(user.user_metadata).toEqual({ full_name: "Guest" });
    expect((await client.login("guest@example.com", "chosen-1")).email).toBe("guest@example.com");
  });

  it("changes its e-mail by the link sent to the new address", async () => {
    const user = await signUpAndConfirm("old@example.com");
    await user.update({ email: "new@example.com" });
    expect(user.new_email).toBe("new@example.com");
    await user.update({ email_change_token: tokenOfMail(wire, "new@example.com") });
    expect(user.email).toBe("new@example.com");
  });

  it("administers with the role column: lists, creates, reads, updates and deletes", async () => {
    const admin = await signUpAndConfirm("boss@example.com");
    await wire.call(`PUT /admin/users/${admin.id}`, { body: { role: "admin" } });
    const made = await admin.admin.createUser("made@example.com", "secret-2", { confirm: true });
    expect((await admin.admin.getUser(made)).email).toBe("made@example.com");
    const changed = await admin.admin.updateUser(made, { app_metadata: { roles: ["editor"] } });
    expect(changed.app_metadata.roles).toEqual(["editor"]);
    expect(await admin.admin.listUsers("")).toMatchObject({ users: [{ id: made.id }, { id: admin.id }] });
    await admin.admin.deleteUser(made);
    await expect(admin.admin.getUser(made)).rejects.toThrow("User not found");
  });

  it("logs out, which ends the refresh token", async () => {
    const user = await signUpAndConfirm("ann@example.com");
    const refresh_token = user.tokenDetails()?.refresh_token ?? "";
    await user.logout();
    expect(client.currentUser()).toBeNull();
    expect((await wire.form({ grant_type: "refresh_token", refresh_token })).status).toBe(400);
  });
});
