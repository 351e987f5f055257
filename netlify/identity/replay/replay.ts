import { request as requestHttp } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../listen.ts";
import { createIdentity, type Identity } from "../server.ts";
import { parseSettings } from "../settings.ts";
import { type Bindings, fill, sign, Unbound } from "./bindings.ts";
import { compareCalls, compareMails, compareResponse, type Received } from "./compare.ts";
import { inTurn, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";
import { type Headers, loadTranscript, type Step, type Transcript } from "./transcript.ts";

/** What one exchange did otherwise than recorded; no lines: equal. */
export interface Exchange {
  step: number;
  request: string;
  differences: string[];
}

interface World {
  port: number;
  identity: Identity;
  hook: ScriptedServer;
  provider: ScriptedServer;
  bindings: Bindings;
  mailsSeen: number;
}

const SECRETS = { GOTRUE_OPERATOR_TOKEN: "dev-operator", GOTRUE_JWT_SECRET: "dev-secret" };
const DEFAULTS = { ...SECRETS, GOTRUE_SITE_URL: "http://localhost:8888" };

/** Replays one recorded case over real HTTP against a fresh Identity. */
export async function replay(name: string): Promise<Exchange[]> {
  const [hook, provider, nobody] = await Promise.all([startScriptedServer(), startScriptedServer(), freeAddress()]);
  const transcript = loadTranscript(name, { hook: hook.address, provider: provider.address, nobody });
  const { settings } = parseSettings({ ...DEFAULTS, ...transcript.config });
  const identity = await createIdentity({ settings });
  const server = await listen(identity.handle, 0);
  try {
    const bindings = startBindings(transcript);
    const world: World = { port: server.port, identity, hook, provider, bindings, mailsSeen: 0 };
    return await runSteps(transcript, world);
  } finally {
    await Promise.all([server.close(), hook.close(), provider.close()]);
    await identity.close();
  }
}

function startBindings(transcript: Transcript): Bindings {
  const hookSecret = transcript.config.GOTRUE_WEBHOOK_SECRET;
  const secrets = [...Object.values(SECRETS), ...(hookSecret ? [hookSecret] : [])];
  return { values: new Map(), jwts: transcript.jwts ?? {}, secrets };
}

async function runSteps(transcript: Transcript, world: World): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const [index, step] of transcript.steps.entries()) {
    if (step.wait_ms !== undefined) await sleep(step.wait_ms);
    if (step.hook_answers) world.hook.script(inTurn(step.hook_answers));
    if (step.provider_answers) scriptProvider(world, step.provider_answers);
    if (!step.request) continue;
    const request = `${step.request.method} ${step.request.path}`;
    exchanges.push({ step: index, request, differences: await runExchange(transcript, step, world) });
  }
  return exchanges;
}

function scriptProvider({ provider, bindings }: World, answers: NonNullable<Step["provider_answers"]>): void {
  const filled = JSON.parse(fill(JSON.stringify(answers), bindings)) as typeof answers;
  provider.script(({ path }) => filled[path.split("?")[0] ?? ""] ?? { status: 404 });
}

async function runExchange(transcript: Transcript, step: Step, world: World): Promise<string[]> {
  craftTokens(transcript, world.bindings);
  let received: Received;
  try {
    received = await send(step, world);
  } catch (error) {
    if (error instanceof Unbound) return [`cannot be sent: ${error.message}`];
    throw error;
  }
  const mails = world.identity.mails.list().slice(world.mailsSeen);
  world.mailsSeen += mails.length;
  return [
    ...compareResponse(step, received, world.bindings),
    ...compareMails(step, mails, world.bindings),
    ...compareCalls(step.hook_calls, world.hook.takeCalls(), world.bindings),
    ...compareCalls(step.provider_calls, world.provider.takeCalls(), world.bindings),
  ];
}

/** Made again before each request, so that their relative times are relative to it. */
function craftTokens({ crafted = {} }: Transcript, { values }: Bindings): void {
  for (const [name, token] of Object.entries(crafted)) {
    values.set(
      `crafted:${name}`,
      "token" in token ? token.token : sign(token.header, atTimes(token.claims), token.secret),
    );
  }
}

function atTimes(claims: Record<string, unknown>): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  const entries = Object.entries(claims).map(([key, value]) => {
    const isRelative = ["exp", "iat", "nbf"].includes(key) && typeof value === "string" && /^[+-]\d+$/.test(value);
    return [key, isRelative ? now + Number(value) : value];
  });
  return Object.fromEntries(entries);
}

async function send({ request }: Step, { port, bindings }: World): Promise<Received> {
  const began = performance.now();
  const { method = "GET", path = "/", headers = {}, body = "" } = request ?? {};
  const options = { port, host: "127.0.0.1", agent: false, method, path: fill(path, bindings) };
  const filled = JSON.parse(fill(JSON.stringify(headers), bindings)) as Headers;
  return new Promise((resolve) => {
    const elapsed = () => (performance.now() - began) / 1000;
    const sent = requestHttp({ ...options, headers: filled }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const lines = headerLines(response.rawHeaders);
        resolve({ closed: false, status: response.statusCode ?? 0, headers: lines, body: text, seconds: elapsed() });
      });
    });
    sent.on("error", () => resolve({ closed: true, status: 0, headers: {}, body: "", seconds: elapsed() }));
    sent.end(fill(body, bindings));
  });
}

function headerLines(raw: string[]): Headers {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    headers[name] = [...(headers[name] ?? []), raw[index + 1] ?? ""];
  }
  return headers;
}

function freeAddress(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(`127.0.0.1:${port}`));
    });
  });
}
