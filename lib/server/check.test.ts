import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type DirectoryServer, sendJson, startDirectoryServer } from "#lib/testing/directory-server.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import type { Caller } from "#lib/testing/world.ts";

let directory: DirectoryServer;
let desk: ShakyDesk;

beforeAll(async () => {
  directory = await startDirectoryServer();
  desk = await startShakyDesk({ DESK_DIRECTORY_HTTP_URL: directory.urlTemplate });
});
afterAll(async () => {
  await desk.close();
  await directory.close();
});
afterEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
  directory.asked.length = 0;
});

const check = (address: string, as: Caller = "support") =>
  desk.call("GET", `/check?address=${encodeURIComponent(address)}`, { as });

let count = 0;
function add(...emails: string[]): void {
  desk.world.local.identity.people.add(
    emails.map((email) => ({ email, created_at: new Date(1_700_000_000_000 + count++ * 1000).toISOString() })),
  );
}

describe("checking an address before an account is made", () => {
  it("says that it is free", async () => {
    const { status, body } = await check(" New.One@Example.org ");
    expect(status).toBe(200);
    expect(body).toMatchObject({ normalised: "new.one@example.org", usable: true, lookAlikes: [], alike: 0 });
    expect(body).toMatchObject({ directory: { state: "unknown", name: "The legacy system", shut: [] } });
    expect(body.account).toBeUndefined();
  });

  it("names the account that has it, and not as somebody who looks like it", async () => {
    const { body } = await check("MEMBER@example.com");
    expect(body).toMatchObject({
      account: { email: "member@example.com", name: "Mona Member", status: "active" },
      lookAlikes: [],
      alike: 0,
    });
  });

  it("names who has the same mailbox, and says that it did not look at everybody", async () => {
    add("lenalang@gmail.com", "LenaLang+shop@googlemail.com", "lena.langer@gmail.com");
    const { body } = await check("lena.lang@gmail.com");
    expect(body.lookAlikes.map(({ email, why }: { email: string; why: string }) => [email, why])).toEqual([
      ["lenalang@gmail.com", "Gmail reads it the same with and without dots"],
      [
        "LenaLang+shop@googlemail.com",
        "same mailbox with a plus tag; Gmail reads it the same with and without dots; gmail.com and googlemail.com are the same",
      ],
    ]);
    expect(body).toMatchObject({ usable: true, alike: 2, complete: false });
    expect(body.account).toBeUndefined();
  });

  it("shows ten who look like it, and says how many there are", async () => {
    add(...Array.from({ length: 14 }, (_, number) => `crowd+${number}@example.org`));
    const { body } = await check("crowd@example.org");
    expect(body.lookAlikes).toHaveLength(10);
    expect(body.alike).toBe(14);
  });

  it.each([
    ["nobody", /not an e-mail address/],
    ["Ann <ann@example.org>", /without a name/],
    ["", /Enter an e-mail address/],
    ["ann@1.2.3", /what follows the @/],
  ])("S46 says what is wrong with %j and asks nobody", async (address, problem) => {
    const { status, body } = await check(address);
    expect(status).toBe(200);
    expect(body).toMatchObject({ usable: false, directory: { state: "not_asked" }, lookAlikes: [] });
    expect(body.problem).toMatch(problem);
    expect(directory.asked).toEqual([]);
    expect(desk.identity.calls.filter(({ path }) => path.includes("/admin/"))).toEqual([]);
  });

  it("changes nothing, and works where nothing may be changed", async () => {
    const people = desk.world.local.identity.people.count();
    const deploy = { context: "deploy-preview", published: false, id: "5f0000000000000000000002" };
    const reply = await desk.call("GET", "/check?address=new@example.org", { as: "support", deploy });
    expect(reply.status).toBe(200);
    expect(desk.identity.calls.every(({ method }) => method === "GET")).toBe(true);
    expect(desk.world.local.identity.people.count()).toBe(people);
  });
});

describe("who looks like an address, once everybody was read", () => {
  const found = async (address: string) =>
    (await check(address)).body.lookAlikes.map(({ email, why }: { email: string; why: string }) => [email, why]);

  async function readEverybody(): Promise<void> {
    const step = async () => (await desk.call("POST", "/snapshot", { as: "support", body: {} })).body.state;
    await vi.waitFor(async () => expect(await step()).toBe("ready"), { timeout: 20_000 });
  }

  it("S45 names who is behind letters that look the same, whatever their script", async () => {
    expect(await found("mеmber@example.com")).toEqual([]);
    await readEverybody();
    expect(await found("mеmber@example.com")).toEqual([
      ["member@example.com", "letters that look the same: “e” for “е” (Cyrillic)"],
    ]);
    expect((await check("rnember@example.com")).body).toMatchObject({ usable: true, alike: 1, complete: true });
  });

  it("follows what the desk changes: who is new, and who has another address", async () => {
    const create = { email: "paypal@example.org", name: "", access: "mail", roles: [] };
    const { id } = (await desk.call("POST", "/users", { as: "admin", body: create })).body.user;
    expect(await found("раураl@example.org")).toHaveLength(1);
    const body = { email: "scope@example.org", expected: "paypal@example.org", reason: "asked for it" };
    expect((await desk.call("PUT", `/users/${id}/email`, { as: "admin", body })).status).toBe(200);
    expect(await found("раураl@example.org")).toEqual([]);
    expect(await found("ѕсоре@example.org")).toHaveLength(1);
  });

  it("S45 knows the address that somebody is about to move to", async () => {
    const body = { email: "mоving.to@example.org" };
    expect((await desk.world.identity("PUT", "/user", { as: "member", body })).status).toBe(200);
    await vi.waitFor(
      async () => {
        await readEverybody();
        expect(await found("moving.to@example.org")).toEqual([
          [
            "member@example.com",
            "moves to mоving.to@example.org once they confirm it: letters that look the same: “о” (Cyrillic) for “o”",
          ],
        ]);
      },
      { timeout: 20_000 },
    );
  });

  it("forgets whoever is deleted for good", async () => {
    const create = { email: "tор@example.org", name: "", access: "mail", roles: [] };
    const { id } = (await desk.call("POST", "/users", { as: "admin", body: create })).body.user;
    expect(await found("top@example.org")).toHaveLength(1);
    const gone = { confirm: create.email, now: true };
    expect((await desk.call("POST", `/users/${id}/erase`, { as: "admin", body: gone })).status).toBe(200);
    expect(await found("top@example.org")).toEqual([]);
  });

  it("also names who was made elsewhere since, as far as a search finds them", async () => {
    add("since+then@example.org");
    expect(await found("since@example.org")).toHaveLength(1);
  });

  it("makes do with the search where the snapshot cannot be read", async () => {
    desk.blobs.on("GET", /snapshot/, { kind: "answer", status: 500 });
    const { status, body } = await check("member+x@example.com");
    expect(status).toBe(200);
    expect(body).toMatchObject({ complete: false, lookAlikes: [{ email: "member@example.com" }] });
  });
});

describe("what the directory says of an address", () => {
  it("is left alone where only the accounts are asked about", async () => {
    const { body } = await desk.call("GET", "/check?address=MEMBER%2Bx@example.com&directory=skip", { as: "support" });
    expect(body).toMatchObject({ directory: { state: "not_asked" }, lookAlikes: [{ email: "member@example.com" }] });
    expect(directory.asked).toEqual([]);
  });

  it("is asked once, whatever the spelling, and says what it takes to go on", async () => {
    directory.answer((email, response) => sendJson(response, { found: true, person: { id: "L-7", email } }));
    for (const address of ["Known7@Example.org", "known7@example.org"]) {
      const { body } = await check(address);
      expect(body.directory).toEqual({
        state: "known",
        name: "The legacy system",
        outsideId: "L-7",
        shut: ["create", "invite"],
      });
    }
    expect(directory.asked).toHaveLength(1);
  });

  it("R18 is that it could not tell while it is down, and the rest is answered", async () => {
    directory.answer((_email, response) => void response.writeHead(503).end());
    add("down+x@example.org");
    const { status, body } = await check("down@example.org");
    expect(status).toBe(200);
    expect(body.directory).toMatchObject({ state: "unavailable", shut: ["create", "invite"] });
    expect(body.directory.why).toBeTruthy();
    expect(body.lookAlikes).toHaveLength(1);
  });

  it("is none where this site has none", async () => {
    vi.stubEnv("DESK_DIRECTORY_HTTP_URL", "");
    expect((await check("alone@example.org")).body.directory).toEqual({ state: "none", shut: [] });
    vi.stubEnv("DESK_DIRECTORY_HTTP_URL", directory.urlTemplate);
  });

  it("is asked although nothing can be remembered", async () => {
    directory.answer((_email, response) => sendJson(response, { found: false }));
    desk.blobs.on("GET", /verdicts/, { kind: "answer", status: 500 });
    desk.blobs.on("PUT", /verdicts/, { kind: "answer", status: 500 });
    expect((await check("forgotten@example.org")).body.directory.state).toBe("unknown");
  });
});

describe("an address that is kept for an owner", () => {
  it("tells lower ranks what creating it would, and asks nobody about it", async () => {
    for (const as of ["support", "admin"] as const) {
      const { status, body } = await check("Owner@example.com", as);
      expect(status).toBe(200);
      expect(body).toMatchObject({ usable: false, directory: { state: "not_asked" }, lookAlikes: [] });
      expect(body.problem).toMatch(/owner's/);
      expect(body.account).toBeUndefined();
    }
    expect(directory.asked).toEqual([]);
  });

  it("is checked for an owner", async () => {
    const { body } = await check("owner@example.com", "owner");
    expect(body).toMatchObject({ usable: true, account: { email: "owner@example.com" } });
  });
});

describe("accounts of another audience", () => {
  it("are not shown: they are no users of this desk", async () => {
    const body = { email: "foreign@example.org", password: "a password of theirs", aud: "elsewhere" };
    expect((await desk.world.operator("POST", "/admin/users", body)).body.aud).toBe("elsewhere");
    const reply = await check("foreign+x@example.org");
    expect(reply.body).toMatchObject({ lookAlikes: [], alike: 0 });
    expect(reply.body.account).toBeUndefined();
  });
});

describe("who may check", () => {
  it("S15 is support and up", async () => {
    expect((await check("x@example.org", "viewer")).status).toBe(403);
    expect((await check("x@example.org", "anonymous")).status).toBe(401);
  });

  it("R04 hears that Identity does not answer, within its time", async () => {
    desk.identity.on("GET", /admin\/users/, { kind: "answer", status: 503 });
    const reply = await check("x@example.org");
    expect(reply.status).toBe(503);
    expect(reply.body.error.code).toBe("identity_unavailable");
  });
});
