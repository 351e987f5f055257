import { admin, getIdentityConfig, getUser, login, type User } from "@netlify/identity";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPERATOR, startIdentity, type Wire } from "../testing/start.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await wire.close();
});

function give(context: { token?: string; user?: Record<string, unknown> }): void {
  vi.stubGlobal("netlifyIdentityContext", { url: wire.url, ...context });
}

async function madeBy(token: string): Promise<User> {
  give({ token });
  return admin.createUser({ email: "ann@example.com", password: "secret-1" });
}

describe("@netlify/identity 1.2.0 in plain Node", () => {
  it.each([
    ["GoTrue's own operator token", () => OPERATOR],
    ["the token that functions get", () => wire.identity.operatorToken()],
  ])("administers with %s", async (_, token) => {
    const { id } = await madeBy(token());
    expect(await admin.getUser(id)).toMatchObject({ email: "ann@example.com", confirmedAt: expect.any(String) });
    expect((await admin.updateUser(id, { email: "new@example.com", role: "admin" })).role).toBe("admin");
    expect(await admin.listUsers({ page: 1, perPage: 10 })).toMatchObject([{ id, email: "new@example.com" }]);
    await admin.deleteUser(id);
    await expect(admin.getUser(id)).rejects.toMatchObject({
      name: "AuthError",
      message: "User not found",
      status: 404,
    });
  });

  it("reads a person's whole account with that person's token", async () => {
    await madeBy(OPERATOR);
    const answered = await wire.form({ grant_type: "password", username: "ann@example.com", password: "secret-1" });
    give({ token: answered.json.access_token });
    expect(await getUser()).toMatchObject({ email: "ann@example.com", createdAt: expect.any(String) });
    await expect(admin.listUsers()).rejects.toMatchObject({ message: "User not allowed", status: 401 });
  });

  it("falls back to the platform's claims where Identity gives no account for the token", async () => {
    give({ token: wire.identity.operatorToken(), user: { sub: "1", email: "claimed@example.com" } });
    expect(await getUser()).toMatchObject({ id: "1", email: "claimed@example.com" });
  });

  it("needs the runtime of functions for what sets cookies, and a token for what administers", async () => {
    give({});
    expect(getIdentityConfig()).toEqual({ url: wire.url });
    await expect(login("ann@example.com", "secret-1")).rejects.toThrow("requires Netlify Functions runtime");
    await expect(admin.listUsers()).rejects.toThrow("Admin operations require an operator token");
  });
});
