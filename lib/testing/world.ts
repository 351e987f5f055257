import { inject } from "vitest";
import type { Rank } from "#lib/contract/policy.ts";
import type { Mail, SeedPerson } from "#netlify/identity/server.ts";
import { staff } from "#netlify/local/seeds.ts";
import { type Local, type LocalOptions, startLocal } from "#netlify/local/start-local.ts";

/** Who calls in a test: nobody, somebody without a staff role, or staff. */
export type Caller = "anonymous" | "member" | Rank;

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever came and say what they expect of it.
  body: any;
  text: string;
}

interface Ask {
  /** Whose bearer goes along; a token of a test's own making may stand here as it is. */
  as?: Caller | { token: string };
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Signs in as clients do, at Identity's token endpoint. */
interface SignIn {
  accessToken: string;
  refreshToken: string;
}

/** The whole system in one process: bundled functions in Netlify's runtime, Identity, Blobs and a directory. */
export interface World {
  local: Local;
  url: string;
  /** What the functions wrote to their logs. */
  logs: string[];
  /** Calls below `/api`. */
  api(method: string, path: string, ask?: Ask): Promise<Reply>;
  /** Calls below `/.netlify/identity`. */
  identity(method: string, path: string, ask?: Ask): Promise<Reply>;
  /** Calls Identity with its operator token. */
  operator(method: string, path: string, body?: unknown): Promise<Reply>;
  signIn(email: string, password: string): Promise<SignIn>;
  /** The access token of a seeded person. */
  tokenOf(caller: Exclude<Caller, "anonymous">): Promise<string>;
  /** The id of the account with this address. */
  idOf(email: string): Promise<string>;
  mailsTo(email: string): Mail[];
  close(): Promise<void>;
}

const memberPassword = "a member with a password";

const member: SeedPerson = {
  email: "member@example.com",
  password: memberPassword,
  confirmed_at: "2026-01-02T03:04:05Z",
  app_metadata: { provider: "email", roles: ["member"] },
  user_metadata: { full_name: "Mona Member" },
};

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== "" ? JSON.parse(text) : undefined,
  };
}

function passwordOf(caller: Exclude<Caller, "anonymous">): { email: string; password: string } {
  const seeded = staff.find(({ rank }) => rank === caller);
  return seeded ?? { email: member.email, password: memberPassword };
}

/** Starts a world with one person of each rank and `member`. Close it when done. */
export async function startWorld(options: Partial<LocalOptions> = {}): Promise<World> {
  const logs: string[] = [];
  const local = await startLocal({
    port: 0,
    functionsDir: inject("functionsDir"),
    people: 0,
    bcryptCost: 4,
    log: (line) => logs.push(line),
    ...options,
  });
  local.identity.people.add([member]);
  const tokens = new Map<Caller, Promise<string>>();

  async function signIn(email: string, password: string): Promise<SignIn> {
    const form = new URLSearchParams({ grant_type: "password", username: email, password });
    const { status, body, text } = await reply(
      await fetch(`${local.url}/.netlify/identity/token`, { method: "POST", body: form }),
    );
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${text}`);
    return { accessToken: body.access_token, refreshToken: body.refresh_token };
  }

  function tokenOf(caller: Exclude<Caller, "anonymous">): Promise<string> {
    const { email, password } = passwordOf(caller);
    const token = tokens.get(caller) ?? signIn(email, password).then(({ accessToken }) => accessToken);
    tokens.set(caller, token);
    return token;
  }

  async function call(method: string, url: string, { as = "anonymous", body, headers = {} }: Ask): Promise<Reply> {
    const token = typeof as === "object" ? as.token : as === "anonymous" ? undefined : await tokenOf(as);
    const sent = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return reply(await fetch(url, { method, headers: sent, body: text, redirect: "manual" }));
  }

  const operator = (method: string, path: string, body?: unknown) =>
    call(method, `${local.url}/.netlify/identity${path}`, { as: { token: local.identity.operatorToken() }, body });

  return {
    local,
    url: local.url,
    logs,
    api: (method, path, ask = {}) => call(method, `${local.url}/api${path}`, ask),
    identity: (method, path, ask = {}) => call(method, `${local.url}/.netlify/identity${path}`, ask),
    operator,
    signIn,
    tokenOf,
    async idOf(email) {
      const { body } = await operator("GET", `/admin/users?filter=${encodeURIComponent(email)}`);
      const found = body.users.find((user: { email: string }) => user.email === email);
      if (!found) throw new Error(`Nobody has the address ${email}.`);
      return found.id;
    },
    mailsTo: (email) => local.identity.mails.list({ to: email }),
    close: () => local.close(),
  };
}
