import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DirectoryServer, sendJson, startDirectoryServer } from "#lib/testing/directory-server.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let directory: DirectoryServer;
beforeAll(async () => {
  directory = await startDirectoryServer();
  directory.answer((email, response) =>
    sendJson(response, email.startsWith("known") ? { found: true, person: { email } } : { found: false }),
  );
  world = await startWorld({ env: { DESK_DIRECTORY_HTTP_URL: directory.urlTemplate } });
});
afterAll(async () => {
  await world.close();
  await directory.close();
});

const refused = async () => (await world.api("GET", "/overview", { as: "viewer" })).body.refused;
const signUp = (email: string) =>
  world.identity("POST", "/signup", { body: { email, password: "long enough to sign up" } });

describe("the number of stopped signups", () => {
  it("S67 counts each once, although Identity delivers a refused one three times, and not who was let in", async () => {
    expect(await refused()).toEqual([]);
    for (const email of ["known1@x.io", "known2@x.io", "new@x.io"]) await signUp(email);
    const day = new Date().toISOString().slice(0, 10);
    expect(await refused()).toEqual([{ day, reason: "known", count: 2 }]);
  });
});
