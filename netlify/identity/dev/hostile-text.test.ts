import { afterAll, beforeAll, expect, it } from "vitest";
import { listen } from "../listen.ts";
import { inTurn, type ScriptedServer, startScriptedServer } from "../replay/scripted-server.ts";
import { startIdentity, type Wire } from "../testing/start.ts";
import { standardPages } from "./pages.ts";

/** Ends every kind of quote and element it may stand in. */
const HOSTILE = `--></script></style></textarea></title>'"><x-evil onload=alert(1)>\u202e\u0000`;

let wire: Wire;
let hook: ScriptedServer;

beforeAll(async () => {
  hook = await startScriptedServer();
  hook.script(
    inTurn([{ status: 200, body: JSON.stringify({ user_metadata: { full_name: HOSTILE, more: HOSTILE } }) }]),
  );
  wire = await startIdentity(
    {
      GOTRUE_MAILER_SUBJECTS_CONFIRMATION: HOSTILE,
      GOTRUE_SMTP_HOST: "",
      GOTRUE_EXTERNAL_REDIRECTURL: HOSTILE,
      GOTRUE_JWT_AUD: HOSTILE,
    },
    { hooks: () => ({ validate: [`http://${hook.address}/${encodeURIComponent(HOSTILE)}`] }) },
  );
  const email = `"${HOSTILE}"@example.org`;
  await wire.call("POST /signup", { body: { email, password: "p", data: { full_name: HOSTILE, [HOSTILE]: HOSTILE } } });
  await wire.call("POST /__dev/people", { body: { email: `x${HOSTILE}`, full_name: HOSTILE, roles: [HOSTILE] } });
});
afterAll(async () => {
  await wire.close();
  await hook.close();
});

const see = (path: string, base = wire.url) =>
  fetch(`${base}/__dev${path}`, { headers: { accept: "text/html" } }).then(async (answer) => ({
    status: answer.status,
    text: await answer.text(),
  }));

/** Every page there is, with the ids of what the hostile person left behind. */
function addresses(): string[] {
  const { people } = wire.identity.person.find({ q: "", offset: 0, limit: 10 });
  const fixed = standardPages.filter(({ GET, path }) => GET && !path.includes(":")).map(({ path }) => path);
  return [
    ...fixed.filter((path) => path !== "/people/export" && !path.startsWith("/provider/")),
    ...people.map(({ user }) => `/people/${String(user.id)}`),
    ...wire.identity.mails.list().map(({ id }) => `/mails/${id}`),
    ...wire.identity.deliveries().map(({ id }) => `/events?id=${id}`),
    ...fixed.map((path) => `${path}?q=${encodeURIComponent(HOSTILE)}&to=${encodeURIComponent(HOSTILE)}`),
    ...fixed.map((path) => `${path}?id=${encodeURIComponent(HOSTILE)}&email=${encodeURIComponent(HOSTILE)}`),
    `/${encodeURIComponent(HOSTILE)}`,
    `/people/${encodeURIComponent(HOSTILE)}`,
  ].filter((path) => !path.startsWith("/people/export") && !path.startsWith("/provider/"));
}

it("S43 S45 shows names, subjects, metadata, hook answers and addresses as text on every page", async () => {
  expect(wire.identity.mails.list()).toHaveLength(1);
  expect(wire.identity.deliveries()).toHaveLength(1);
  let shown = 0;
  for (const path of addresses()) {
    const { status, text } = await see(path);
    expect([200, 404, 422], path).toContain(status);
    expect(text, path).not.toMatch(/<x-evil|<\/x-evil|<script|\son\w+=(?!alert)/i);
    expect(text.match(/<\/title>|<\/style>|<\/html>/g), path).toHaveLength(3);
    if (text.includes("&lt;x-evil")) shown += 1;
  }
  expect(shown).toBeGreaterThanOrEqual(5);
});

it("S43 shows it as text where a refused form comes back, too", async () => {
  const id = String(wire.identity.person.find({ q: "", offset: 0, limit: 1 }).people[0]?.user.id);
  const fields = [
    "email",
    "full_name",
    "user_metadata",
    "app_metadata",
    "advance",
    "set",
    "route",
    "save",
    "clear",
    "password",
  ];
  const body = new URLSearchParams(fields.map((name) => [name, `${HOSTILE}${"x".repeat(300)}`]));
  const posts = standardPages.filter(({ POST, path }) => POST && path !== "/reset" && !path.startsWith("/provider/"));
  for (const { path } of posts) {
    const address = `${wire.url}/__dev${path.replace(":id", id)}`;
    const answer = await fetch(address, { method: "POST", body, headers: { accept: "text/html" }, redirect: "manual" });
    expect([303, 404, 422], path).toContain(answer.status);
    expect(await answer.text(), path).not.toMatch(/<x-evil|<script/i);
  }
});

it("escapes what a host of the console gives it", async () => {
  const { withConsole } = await import("./console.ts");
  const facts = () => [{ name: HOSTILE, value: HOSTILE }];
  const options = { title: HOSTILE, warnings: [HOSTILE], facts, places: [{ name: HOSTILE, path: `/${HOSTILE}` }] };
  const server = await listen(withConsole(wire.identity, options), 0);
  expect((await see("", `http://127.0.0.1:${server.port}`)).text).not.toMatch(/<x-evil/);
  await server.close();
});
