import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../listen.ts";
import { startIdentity, type Wire } from "../testing/start.ts";
import { withConsole } from "./console.ts";
import { html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { BadInput, type DevRoute, file, json, page, seeOther } from "./route.ts";

/** A page as any other: a number that a form or a program changes. */
let number = 1;
const exampleRoutes: DevRoute[] = [
  {
    path: "/example",
    nav: { name: "Example", group: "Change" },
    GET: (visit) =>
      visit.wantsJson
        ? json({ number })
        : page(
            "Example",
            html`<p>${number}</p><form method="post">${problemAt(visit, "set")}<input value="${visit.typed("number")}"></form>`,
          ),
    POST: (visit) => {
      const asked = Number(visit.fields().number);
      if (!Number.isInteger(asked)) throw new BadInput("Give a whole number.", { form: "set" });
      number = asked;
      return visit.wantsJson ? json({ number }) : seeOther("/example", `It is ${number} now.`);
    },
    api: [
      { method: "GET", about: "The number." },
      { method: "POST", about: "Sets it.", body: { number: 3 } },
    ],
  },
  {
    path: "/example/broken",
    GET: () => {
      throw new Error("a secret reason");
    },
    api: [{ method: "GET", about: "Fails." }],
  },
  {
    path: "/example/file",
    GET: () => file(["one\n", "two\n"], { type: "text/plain", name: "lines.txt" }),
    api: [{ method: "GET", about: "Lines." }],
  },
];

const ownMails: DevRoute[] = [{ path: "/mails", GET: () => json("mine"), api: [] }];

const HTML = { accept: "text/html,application/xhtml+xml" };
const log: string[] = [];
let wire: Wire;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  wire = await startIdentity();
  const server = await listen(withConsole(wire.identity, { routes: exampleRoutes, log: (line) => log.push(line) }), 0);
  url = `http://127.0.0.1:${server.port}/__dev`;
  close = server.close;
});
afterAll(async () => {
  await close();
  await wire.close();
});
beforeEach(() => {
  number = 1;
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, { redirect: "manual", ...init });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  ask(path, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });

describe("a page of the console", () => {
  it("is JSON for programs and a page for whoever asks for text/html", async () => {
    expect(await (await ask("/example")).json()).toEqual({ number: 1 });
    expect(await (await ask("/example", { headers: { accept: "application/json" } })).json()).toEqual({ number: 1 });
    const shown = await ask("/example", { headers: HTML });
    expect(shown.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await shown.text()).toMatch(/<title>Example · Local Identity<\/title>[\s\S]*aria-current="page">Example</);
  });

  it("takes JSON however curl calls it, and answers JSON", async () => {
    expect(await (await post("/example", '{"number":7}')).json()).toEqual({ number: 7 });
    expect(
      await (await post("/example", '{"number":8}', { "content-type": "application/json", ...HTML })).json(),
    ).toEqual({
      number: 8,
    });
  });

  it("leads back from a form, and says once what was done in words no link can put there", async () => {
    const done = await post("/example", "number=9", HTML);
    const location = done.headers.get("location") ?? "";
    expect([done.status, location]).toEqual([303, expect.stringMatching(/^\/__dev\/example\?said=[\w-]{8}$/)]);
    expect(await (await ask(location.slice("/__dev".length), { headers: HTML })).text()).toContain("It is 9 now.");
    const forged = await (await ask("/example?said=Call+0900+1234", { headers: HTML })).text();
    expect(forged).not.toContain("Call");
  });

  it("refuses input with 422: beside the form, with what was typed, or as JSON", async () => {
    const shown = await post("/example", "number=%3Cb%3Eone", HTML);
    expect(shown.status).toBe(422);
    expect(await shown.text()).toMatch(
      /<form method="post"><p class="problem" role="alert">Give a whole number\.<\/p><input value="&lt;b&gt;one">/,
    );
    const told = await post("/example", '{"number":"one"}');
    expect([told.status, await told.json()]).toEqual([422, { error: "Give a whole number." }]);
    expect(number).toBe(1);
  });

  it.each(["{", "[1]", "{}x", '"text"'])("says what is wrong with the JSON %s", async (body) => {
    const told = await post("/example", body, { "content-type": "application/json" });
    expect([told.status, (await told.json()).error]).toEqual([
      422,
      expect.stringMatching(/^The body (is not|must be a) JSON/),
    ]);
  });

  it("takes a form with files, and refuses one whose parts do not fit", async () => {
    const form = new FormData();
    form.set("number", new Blob(["12"]), "number.txt");
    expect((await ask("/example", { method: "POST", body: form, headers: HTML })).status).toBe(303);
    expect(number).toBe(12);
    expect((await post("/example", "--x", { "content-type": "multipart/form-data; boundary=y" })).status).toBe(422);
  });

  it("says 404 for no page, 405 with Allow for the wrong method, and gives HEAD what GET gets", async () => {
    expect((await ask("/absent")).status).toBe(404);
    expect(await (await ask("/absent", { headers: HTML })).text()).toContain("There is no /__dev/absent.");
    const wrong = await ask("/example", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    const head = await ask("/example", { method: "HEAD", headers: HTML });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await ask("/example/", { headers: HTML })).status).toBe(200);
  });

  it("keeps the reason of a failure for the log", async () => {
    const failed = await ask("/example/broken");
    expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining("secret")]);
    expect(log.join()).toContain("a secret reason");
  });

  it("sends a file line by line, to be saved", async () => {
    const saved = await ask("/example/file", { headers: HTML });
    expect(saved.headers.get("content-disposition")).toBe('attachment; filename="lines.txt"');
    expect(await saved.text()).toBe("one\ntwo\n");
  });

  it("S82 runs nothing, loads nothing, is framed by nobody and kept by nobody", async () => {
    for (const [path, headers] of [
      ["/example", HTML],
      ["/example", {}],
      ["/absent", HTML],
      ["/example/file", {}],
    ] as const) {
      const sent = (await ask(path, { headers })).headers;
      expect(sent.get("content-security-policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
      expect(sent.get("content-security-policy")).not.toContain("script-src");
      expect(sent.get("cache-control")).toBe("no-store");
      expect(sent.get("x-content-type-options")).toBe("nosniff");
      expect(sent.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(sent.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(sent.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("takes the place of a standard page with the same path", async () => {
    const server = await listen(withConsole(wire.identity, { routes: ownMails, title: "Mine" }), 0);
    expect(await (await fetch(`http://127.0.0.1:${server.port}/__dev/mails`)).json()).toBe("mine");
    await server.close();
  });
});
