import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DirectoryServer, sendJson, startDirectoryServer } from "#lib/testing/directory-server.ts";
import { check } from "./check.ts";
import type { Verdict } from "./directory.ts";
import { type HttpMapping, httpDirectory, readAnswer } from "./http.ts";

const mapping: HttpMapping = {
  name: "the legacy system",
  known: "found",
  outsideId: "person.id",
  email: "person.email",
  evidence: { Name: "person.name" },
  notFoundIsUnknown: false,
};

let server: DirectoryServer;
beforeAll(async () => {
  server = await startDirectoryServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
  server.headers.length = 0;
});

const header = { name: "X-Api-Key", value: "a secret" };
const ask = (address: string, more: Partial<HttpMapping> = {}): Promise<Verdict> =>
  check(address, [httpDirectory({ url: server.urlTemplate, header }, { ...mapping, ...more })]);

describe("asking over HTTP", () => {
  it("tells who is known, with id and evidence", async () => {
    server.answer((email, response) =>
      sendJson(response, { found: true, person: { id: 17, email: email.toUpperCase(), name: "Kim" } }),
    );
    expect(await ask("kim@x.io")).toEqual({ state: "known", outsideId: "17", evidence: { Name: "Kim" } });
    expect(server.headers[0]).toMatchObject({ "x-api-key": "a secret", accept: "application/json" });
  });

  it("tells who is not known", async () => {
    server.answer((_email, response) => sendJson(response, { found: false }));
    expect(await ask("kim@x.io")).toEqual({ state: "unknown" });
  });

  it.each(["a/../admin?x=1#@x.io", "a&email=b@x.io", "a%00@x.io", "a+b@x.io", "ä$&@x.io", "{email}@x.io", "*@x.io"])(
    "S58 S59 sends %s as one percent-encoded value",
    async (address) => {
      let heard = "";
      server.answer((email, response) => {
        heard = email;
        sendJson(response, { found: false });
      });
      await ask(address);
      expect(heard).toBe(address);
      expect(server.asked).toEqual([`/people?email=${encodeURIComponent(address)}`]);
    },
  );

  it("S61 follows no redirect", async () => {
    server.answer((_email, response) => void response.writeHead(302, { location: "http://127.0.0.1:9/" }).end());
    expect((await ask("kim@x.io")).state).toBe("unavailable");
  });

  it("takes 404 for unknown only where it was told so", async () => {
    server.answer((_email, response) => sendJson(response, {}, 404));
    expect((await ask("kim@x.io")).state).toBe("unavailable");
    expect((await ask("kim@x.io", { notFoundIsUnknown: true })).state).toBe("unknown");
  });

  const odd: [string, number, string, string][] = [
    ["S62 too large", 200, "application/json", `{"found":true,"x":"${"x".repeat(70_000)}"}`],
    ["no JSON", 200, "application/json", "<html>"],
    ["cut", 200, "application/json", '{"found":tr'],
    ["HTML", 200, "text/html", '{"found":false}'],
    ["of no type", 200, "", '{"found":false}'],
    ["an error", 500, "application/json", '{"found":false}'],
    ["forbidden", 401, "application/json", '{"found":false}'],
    ["empty", 204, "application/json", ""],
  ];
  it.each(odd)("cannot tell when the answer is %s", async (_what, status, type, body) => {
    server.answer(
      (_email, response) => void response.writeHead(status, type ? { "content-type": type } : {}).end(body),
    );
    expect((await ask("kim@x.io")).state).toBe("unavailable");
  });

  it("S62 stops at an answer without an end", async () => {
    server.answer((_email, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write("x".repeat(20_000)), 5);
      response.on("close", () => clearInterval(timer));
    });
    expect(await ask("kim@x.io")).toEqual({ state: "unavailable", why: "its answer is cut, too large or no JSON" });
  });

  it("tries a second time after a quick failure", async () => {
    server.answer((_email, response) => {
      if (server.asked.length === 1) return void response.socket?.destroy();
      sendJson(response, { found: false });
    });
    expect((await ask("kim@x.io")).state).toBe("unknown");
    expect(server.asked).toHaveLength(2);
  });

  it.concurrent.each([
    ["never answers", () => undefined],
    [
      "answers in drips",
      (response: import("node:http").ServerResponse) => {
        response.writeHead(200, { "content-type": "application/json" });
        const timer = setInterval(() => response.write(" "), 100);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ] as const)("R18 cannot tell within 2.5 s when it %s", async (_what, misbehave) => {
    const slow = await startDirectoryServer();
    slow.answer((_email, response) => misbehave(response));
    const started = Date.now();
    const verdict = await check("kim@x.io", [httpDirectory({ url: slow.urlTemplate, header: undefined }, mapping)]);
    const took = Date.now() - started;
    await slow.close();
    expect(verdict).toEqual({ state: "unavailable", why: "it did not answer in time" });
    expect(took).toBeGreaterThan(2_300);
    expect(took).toBeLessThan(4_900);
    expect(slow.asked).toHaveLength(1);
  });

  it("cannot tell when nobody is there", async () => {
    const gone = await startDirectoryServer();
    await gone.close();
    const verdict = await check("kim@x.io", [httpDirectory({ url: gone.urlTemplate, header: undefined }, mapping)]);
    expect(verdict.state).toBe("unavailable");
  });
});

describe("reading an answer", () => {
  const read = (answer: unknown, more: Partial<HttpMapping> = {}) =>
    readAnswer(answer, "kim@x.io", { ...mapping, email: undefined, ...more });

  it.each([{}, { found: "true" }, { found: 1 }, { found: null }, { found: {} }, [], null, "true", true])(
    "believes nothing but a plain yes or no: %j",
    (answer) => {
      expect(read(answer).state).toBe("unavailable");
    },
  );

  it("takes a list for known when it holds somebody", () => {
    expect(read({ people: [{}] }, { known: "people" }).state).toBe("known");
    expect(read({ people: [] }, { known: "people" }).state).toBe("unknown");
  });

  it("S58 does not take an answer about somebody else", () => {
    const about = (email: unknown) => read({ found: true, person: { email } }, { email: "person.email" }).state;
    expect(about("KIM@x.io")).toBe("known");
    for (const other of ["jim@x.io", "kim@x.io, jim@x.io", "", null, 5]) expect(about(other)).toBe("unavailable");
  });

  it("keeps texts and whole numbers as evidence and leaves out the rest, own keys only", () => {
    const evidence = { A: "a", B: "b", C: "c.d", P: "__proto__", T: "toString" };
    const answer = JSON.parse('{"found":true,"a":"x","b":{"roles":["admin"]},"c":{"d":4}}');
    expect(read(answer, { evidence })).toEqual({ state: "known", outsideId: undefined, evidence: { A: "x", C: "4" } });
  });
});

describe("several directories", () => {
  const saying = (verdict: Verdict) => ({ name: "x", fingerprint: "x", check: async () => verdict });
  const yes: Verdict = { state: "known", evidence: {} };
  const no: Verdict = { state: "unknown" };
  const dunno: Verdict = { state: "unavailable", why: "x" };

  it.each([
    [[], "unknown"],
    [[no, yes], "known"],
    [[dunno, yes], "known"],
    [[no, dunno], "unavailable"],
    [[no, no], "unknown"],
  ] as const)("%j come to %s", async (verdicts, state) => {
    expect((await check("kim@x.io", verdicts.map(saying))).state).toBe(state);
  });
});
