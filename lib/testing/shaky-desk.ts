import { vi } from "vitest";
import * as activity from "#netlify/functions/activity.ts";
import * as audit from "#netlify/functions/audit.ts";
import * as bin from "#netlify/functions/bin.ts";
import * as bulk from "#netlify/functions/bulk.ts";
import * as check from "#netlify/functions/check.ts";
import * as erasing from "#netlify/functions/erasing.ts";
import * as exports from "#netlify/functions/exports.ts";
import identityLogin from "#netlify/functions/identity-login.ts";
import identitySignup from "#netlify/functions/identity-signup.ts";
import identityValidate from "#netlify/functions/identity-validate.ts";
import * as links from "#netlify/functions/links.ts";
import * as notes from "#netlify/functions/notes.ts";
import * as openapi from "#netlify/functions/openapi.ts";
import * as overview from "#netlify/functions/overview.ts";
import * as session from "#netlify/functions/session.ts";
import * as signupVerdict from "#netlify/functions/signup-verdict.ts";
import * as snapshot from "#netlify/functions/snapshot.ts";
import * as sweep from "#netlify/functions/sweep.ts";
import * as undo from "#netlify/functions/undo.ts";
import * as user from "#netlify/functions/user.ts";
import * as userCreation from "#netlify/functions/user-creation.ts";
import * as userState from "#netlify/functions/user-state.ts";
import * as users from "#netlify/functions/users.ts";
import { startBlobsServer } from "./blobs-server.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { type Caller, type Reply, startWorld, type World } from "./world.ts";

/** Found by the paths of their own configuration. */
const served = [
  activity,
  audit,
  bin,
  bulk,
  check,
  erasing,
  exports,
  links,
  notes,
  openapi,
  overview,
  session,
  signupVerdict,
  snapshot,
  sweep,
  undo,
  user,
  userCreation,
  userState,
  users,
];

const events = {
  "identity-validate": identityValidate,
  "identity-signup": identitySignup,
  "identity-login": identityLogin,
};

interface Ask {
  as?: Caller | { token: string };
  body?: unknown;
  headers?: Record<string, string>;
  /** What the function is told of its deploy; published production unless told. */
  deploy?: unknown;
  /** Another instance of the function, with a memory of its own. */
  by?: Handler;
}

/** The functions in the test's own process, with a proxy before Identity and one before Blobs that can misbehave. */
export interface ShakyDesk {
  world: World;
  identity: FaultProxy;
  blobs: FaultProxy;
  /** What the desk's keys begin with. */
  instance: string;
  /** Lines the functions logged. */
  logs: string[];
  /** Calls the function behind this path below `/api`, or an event function by its name. */
  call(method: string, path: string, ask?: Ask): Promise<Reply>;
  close(): Promise<void>;
}

const SECRET = "a secret of a test, of more than 32 characters";
const ORIGIN = "https://desk.example";

type Handler = (request: Request, context: unknown) => Promise<Response>;

function isServedAt(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), `/api${path.replace(/\?.*/, "")}`.split("/")];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(":") || part === given[index]);
}

function excludes(config: object, path: string): boolean {
  const patterns: unknown = "excludedPath" in config ? config.excludedPath : [];
  return Array.isArray(patterns) && patterns.some((at) => isServedAt(String(at), path));
}

function functionFor(path: string): Handler {
  const event = Object.entries(events).find(([name]) => path === `/${name}`)?.[1];
  const among = (patterns: string | string[] = []) => [patterns].flat().some((at) => isServedAt(at, path));
  const found = event ?? served.find(({ config }) => among(config.path) && !excludes(config, path))?.default;
  if (!found) throw new Error(`There is no function behind ${path}.`);
  return found;
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
}

export async function startShakyDesk(env: Record<string, string> = {}): Promise<ShakyDesk> {
  const world = await startWorld();
  const store = await startBlobsServer();
  const identity = await startFaultProxy(world.url);
  const blobs = await startFaultProxy(store.url);
  const settings = { DESK_OWNERS: "owner@example.com", DESK_SECRET: SECRET, ...env };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const logs: string[] = [];
  const printing = vi.spyOn(console, "log").mockImplementation((line: string) => void logs.push(line));
  vi.stubGlobal("netlifyBlobsContext", store.contextAt(blobs.url));

  async function call(
    method: string,
    path: string,
    { as = "anonymous", body, headers, deploy, by = functionFor(path) }: Ask = {},
  ): Promise<Reply> {
    const token = typeof as === "object" ? as.token : as === "anonymous" ? undefined : await world.tokenOf(as);
    vi.stubGlobal("netlifyIdentityContext", {
      url: `${identity.url}/.netlify/identity`,
      token: world.local.identity.operatorToken(),
    });
    const request = new Request(`${ORIGIN}${path.startsWith("/identity-") ? "/.netlify/functions" : "/api"}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const context = {
      deploy: deploy ?? { context: "production", published: true, id: "5f0000000000000000000001" },
      site: { id: store.siteId },
      requestId: "01TEST",
    };
    return replyOf(await by(request, context));
  }

  return {
    world,
    identity,
    blobs,
    instance: store.siteId,
    logs,
    call,
    async close() {
      printing.mockRestore();
      vi.unstubAllEnvs();
      vi.unstubAllGlobals();
      for (const part of [identity, blobs, store, world]) await part.close();
    },
  };
}
