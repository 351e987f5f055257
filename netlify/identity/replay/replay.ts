import { request as requestHttp } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../listen.ts";
import { createIdentity, type Identity, type Mail } from "../server.ts";
import { parseSettings } from "../settings.ts";
import { type Bindings, fill, mismatch, sign, Unbound } from "./bindings.ts";
import { inTurn, type ScriptedServer, type SeenCall, startScriptedServer } from "./scripted-server.ts";
import { type Headers, loadTranscript, type OutsideCall, type Step, type Transcript } from "./transcript.ts";

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

interface Received {
  closed: boolean;
  status: number;
  headers: Headers;
  body: string;
  seconds: number;
}

const SECRETS = { GOTRUE_OPERATOR_TOKEN: "dev-operator", GOTRUE_JWT_SECRET: "dev-secret" };
const DEFAULTS = { ...SECRETS, GOTRUE_SITE_URL: "http://localhost:8888" };
/** Left out of the recording. */
const UNRECORDED = new Set(["date", "content-length", "connection", "transfer-encoding", "host"]);
const SLACK_SECONDS = 2;

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
  return [
    ...compareResponse(step, received, world.bindings),
    ...compareMails(step, world),
    ...compareCalls("hook", step.hook_calls, world),
    ...compareCalls("provider", step.provider_calls, world),
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

function compareResponse({ response = {}, unordered }: Step, received: Received, bindings: Bindings): string[] {
  if (response.closed === true || received.closed) {
    const isSame = (response.closed === true) === received.closed;
    return isSame
      ? []
      : [
          `expected ${response.closed ? "no answer" : "an answer"} but got ${received.closed ? "none" : received.status}`,
        ];
  }
  const differences = compareHeaders(response.headers ?? {}, received.headers, bindings);
  if (response.status !== received.status)
    differences.push(`expected status ${response.status} but got ${received.status}`);
  if (Math.abs((response.took_s ?? received.seconds) - received.seconds) > SLACK_SECONDS) {
    differences.push(`expected to take ${response.took_s} s but took ${received.seconds.toFixed(1)} s`);
  }
  const expected = response.body ?? "";
  const problem = unordered
    ? unorderedMismatch(expected, received.body, bindings)
    : mismatch(expected, received.body, bindings);
  if (problem) differences.push(`body: ${problem}`);
  return differences;
}

function compareHeaders(expected: Headers, actual: Headers, bindings: Bindings): string[] {
  const differences: string[] = [];
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)].map((name) => name.toLowerCase()));
  for (const name of [...names].filter((each) => !UNRECORDED.has(each))) {
    const wanted = [expected[name] ?? []].flat().join("\n");
    const found = [actual[name] ?? []].flat().join("\n");
    const problem = mismatch(wanted, found, bindings);
    if (problem) differences.push(`header ${name}: ${problem}`);
  }
  return differences;
}

/** Entries of a list in any order: each expected one takes the first actual one that fits. */
function unorderedMismatch(expected: string, actual: string, bindings: Bindings): string | undefined {
  const left = (JSON.parse(actual) as unknown[]).map((entry) => JSON.stringify(entry));
  for (const entry of JSON.parse(expected) as unknown[]) {
    const template = JSON.stringify(entry);
    const index = left.findIndex((candidate) => {
      const trial = { ...bindings, values: new Map(bindings.values) };
      if (mismatch(template, candidate, trial)) return false;
      bindings.values = trial.values;
      return true;
    });
    if (index < 0) return `expected ${template}\n  among ${left.join("\n  ")}`;
    left.splice(index, 1);
  }
  return left.length === 0 ? undefined : `did not expect ${left.join("\n  ")}`;
}

function compareMails({ mails = [] }: Step, world: World): string[] {
  const sent = world.identity.mails.list().slice(world.mailsSeen);
  world.mailsSeen += sent.length;
  const found = sent.map(({ to, from, subject, links }: Mail) => ({ to, from, subject, links }));
  const wanted = mails.map(({ to, from, subject, links }) => ({ to, from, subject, links }));
  const problem = mismatch(JSON.stringify(wanted), JSON.stringify(found), world.bindings);
  return problem ? [`mails: ${problem}`] : [];
}

function compareCalls(who: "hook" | "provider", expected: OutsideCall[] = [], world: World): string[] {
  const seen = world[who].takeCalls();
  if (seen.length !== expected.length) {
    return [`expected ${expected.length} calls to the ${who} but there were ${seen.length}`];
  }
  return expected.flatMap(({ request }, index) => {
    const call = seen[index];
    return call ? compareCall(who, request, call, world.bindings) : [];
  });
}

function compareCall(who: string, wanted: OutsideCall["request"], call: SeenCall, bindings: Bindings): string[] {
  const pairs: [string, string, string][] = [
    ["method", wanted.method, call.method],
    ["path", wanted.path, call.path],
    ["body", wanted.body ?? "", call.body],
    ["authorization", wanted.authorization ?? "", call.headers.authorization ?? ""],
  ];
  const headers = wanted.headers ?? {};
  for (const name of wanted.headers ? new Set([...Object.keys(headers), ...Object.keys(call.headers)]) : []) {
    if (!UNRECORDED.has(name)) pairs.push([name, String(headers[name] ?? ""), call.headers[name] ?? ""]);
  }
  return pairs.flatMap(([what, template, actual]) => {
    const problem = mismatch(template, actual, bindings, call.body);
    return problem ? [`${who} call, ${what}: ${problem}`] : [];
  });
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
