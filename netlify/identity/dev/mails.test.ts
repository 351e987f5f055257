import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "../testing/start.ts";

/** The site's own mail, which may hold anything. */
const TEMPLATE = `<script>alert(1)</script><a href="javascript:alert(2)">no</a><a href="{{ .ConfirmationURL }}">yes</a>
<a href="data:text/html,x">no</a><img src="http://evil.example/pixel"></iframe>"><x-evil>`;

let wire: Wire;
const site = createServer((_, response) => response.end(TEMPLATE));
beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  const { port } = site.address() as AddressInfo;
  wire = await startIdentity({
    GOTRUE_SITE_URL: `http://127.0.0.1:${port}`,
    GOTRUE_MAILER_TEMPLATES_RECOVERY: "/mail.html",
    GOTRUE_MAILER_SUBJECTS_RECOVERY: "<x-evil> of {{ .Email }}",
  });
});
afterAll(async () => {
  site.close();
  await wire.close();
});
beforeEach(() => wire.identity.reset());

const see = async (path: string) =>
  (await fetch(`${wire.url}/__dev${path}`, { headers: { accept: "text/html" } })).text();
const signUp = (email: string) => wire.call("POST /signup", { body: { email, password: "p" }, bearer: null });

describe("the mailbox of the console", () => {
  it("lists mails oldest first for programs and newest first for people, by address or text", async () => {
    for (const email of ["ann@example.com", "bob@example.com", "ann@example.org"]) await signUp(email);
    const recipients = async (query: string) =>
      (await wire.call(`GET /__dev/mails${query}`)).json.map(({ to }: { to: string[] }) => to[0]);
    expect(await recipients("")).toEqual(["ann@example.com", "bob@example.com", "ann@example.org"]);
    expect(await recipients("?to=ann@example.com")).toEqual(["ann@example.com"]);
    expect(await recipients("?to=ann")).toEqual([]);
    expect(await recipients("?q=ANN")).toEqual(["ann@example.com", "ann@example.org"]);
    const shown = await see("/mails");
    expect(shown.indexOf("ann@example.org")).toBeLessThan(shown.indexOf("ann@example.com"));
    expect(await see("/mails?q=nobody")).toContain("No mail is like that");
  });

  it("gives each mail what a test needs, and the whole of one by its id", async () => {
    await signUp("ann@example.com");
    const [mail] = (await wire.call("GET /__dev/mails")).json;
    expect(Object.keys(mail)).toEqual(["id", "to", "from", "subject", "links", "sent_at"]);
    expect((await wire.call(`GET /__dev/mails/${mail.id}`)).json.html).toContain("confirmation_token=");
    expect((await wire.call("GET /__dev/mails/none")).status).toBe(404);
  });

  it("tells what a link opens now", async () => {
    await signUp("ann@example.com");
    expect(await see("/mails")).toContain("link works</span>");
    const [{ id, links }] = (await wire.call("GET /__dev/mails")).json;
    const token = new URLSearchParams(links[0].split("#")[1]).get("confirmation_token");
    await wire.call("POST /verify", { body: { type: "signup", token }, bearer: null });
    expect(await see(`/mails/${id}`)).toContain("link used</span>");
  });

  it("S43 shows a hostile mail sealed, and makes a link only of what leads to the web", async () => {
    await signUp("ann@example.com");
    await wire.call("POST /recover", { body: { email: "ann@example.com" }, bearer: null });
    const { id } = (await wire.call("GET /__dev/mails?q=evil")).json[0];
    for (const page of [await see("/mails"), await see(`/mails/${id}`)]) {
      expect(page).toContain("&lt;x-evil&gt; of ann@example.com");
      expect(page).not.toMatch(/<x-evil|<script|<img|href="(javascript|data):(?!,")/);
    }
    const one = await see(`/mails/${id}`);
    expect(one).toContain('<iframe sandbox="" title="The mail as a reader shows it" srcdoc="&lt;script&gt;');
    expect(one.match(/<iframe/g)).toHaveLength(1);
    expect(one).toMatch(/class="button" href="http:\/\/127\.0\.0\.1:\d+\/#recovery_token=/);
    expect(one).toContain("no web address");
  });

  it("pages through five hundred", async () => {
    await signUp("ann@example.com");
    for (let sent = 1; sent < 500; sent += 1)
      await wire.call("POST /invite", { body: { email: `p${sent}@example.org` } });
    const first = await see("/mails");
    expect(first).toContain("1–25 of 500");
    expect(first.length).toBeLessThan(60_000);
    const last = await see("/mails?page=20");
    expect(last).toContain("476–500 of 500");
    expect(last).toContain("ann@example.com");
  });

  it("is emptied by a form or a program, and by nothing else", async () => {
    await signUp("ann@example.com");
    expect((await wire.call("POST /__dev/mails", { body: {} })).status).toBe(422);
    expect((await wire.call("POST /__dev/mails", { body: { clear: true } })).json).toEqual([]);
    expect(await see("/mails")).toContain("No mail yet");
    expect(wire.identity.people.count()).toBe(1);
    await wire.call("POST /invite", { body: { email: "ben@example.com" } });
    expect((await wire.call("DELETE /__dev/mails")).json).toEqual([]);
    expect(wire.identity.mails.list()).toEqual([]);
  });
});
