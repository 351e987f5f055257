import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname } from "node:path";
import { routes } from "./api.ts";
import type { App, Call } from "./call.ts";
import { type Clock, createClock } from "./clock.ts";
import type { Delivery } from "./deliveries.ts";
import { writeHalf } from "./faults/half-answer.ts";
import type { Answered } from "./faults/on-request.ts";
import { createFaults, type Faults } from "./faults.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { createWebhooks, type Hooks } from "./hooks.ts";
import { corsHeaders, isPreflight, preflightReply } from "./http/cors.ts";
import { ConnectionDropped, detailOf } from "./http/errors.ts";
import { errorReply, internalError, type Reply, writeReply } from "./http/reply.ts";
import { readRequest, type WireRequest } from "./http/request.ts";
import { dispatch, type Route } from "./http/router.ts";
import { claimsAsObject, signPlain } from "./jwt.ts";
import type { LinkState } from "./links/link-state.ts";
import type { LinkFilter } from "./links/trace.ts";
import { createLinks } from "./links.ts";
import { createMailer } from "./mailer.ts";
import { createPasswords } from "./passwords.ts";
import { exportPeople } from "./people-export.ts";
import { type ImportOutcome, importPeople } from "./people-import.ts";
import { createPersonDesk, type PersonDesk } from "./person.ts";
import { createStandIn, type StandIn } from "./provider-page/stand-in.ts";
import { createRateLimits } from "./rate-limits.ts";
import { limitAnswerTime } from "./request-body.ts";
import { type SeedPerson, seedUser } from "./seed.ts";
import type { Settings } from "./settings.ts";
import type { Mail } from "./store/mail-table.ts";
import { rowOf } from "./store/rows.ts";
import { openStore } from "./store/store.ts";
import { createStrictness, type Strictness } from "./strictness.ts";

export type { Delivery } from "./deliveries.ts";
export type { SeedPerson } from "./seed.ts";
export type { Mail } from "./store/mail-table.ts";

/** A local Identity: GoTrue's API over HTTP, and what a GoTrue keeps to itself. */
export interface Identity {
  /** node:http listener; `prefix` ("/.netlify/identity") is stripped from the raw request target first. */
  handle(request: IncomingMessage, response: ServerResponse, prefix?: string): void;
  settings: Readonly<Settings>;
  /** Where the journal lies; undefined: nothing is kept. */
  directory: string | undefined;
  /** A functions admin token as Netlify gives it: HS256 {"exp":…,"sub":"0"}, about two minutes. */
  operatorToken(): string;
  /** Claims of a good bearer JWT (what Netlify's edge hands functions as `user`), else undefined. */
  claimsOf(bearer: string): Record<string, unknown> | undefined;
  mails: { list(filter?: { to?: string }): Mail[]; clear(): void };
  /** Calls to event hooks, oldest first. */
  deliveries(): Delivery[];
  /** Sends a delivery's request once more, signed anew, and changes nothing; undefined when it is not known any more. */
  resend(id: string): Promise<Delivery | undefined>;
  people: {
    /** Bulk; each distinct password is hashed once. Throws for an id that is taken. */
    add(people: SeedPerson[]): void;
    count(): number;
    /** Every account as a line of JSON, its password's hash included, oldest first. */
    export(): Iterable<string>;
    /** Adds what an export, a JSON array or the admin API's list holds: all or nobody, unless `partial`. */
    import(text: string, options?: { partial?: boolean }): Promise<ImportOutcome>;
  };
  /** One account at a time, for the console. */
  person: PersonDesk;
  /** The time that everything here lives in. */
  clock: Clock;
  /** What is made to go wrong. */
  faults: Faults;
  /** Rules of a later upstream. */
  strictness: Strictness;
  /** What every one-time link that went out opens now, oldest first; of one account or recipient, or of all. */
  links(filter?: LinkFilter): LinkState[];
  /** Plays the external providers that have no address of their own. */
  standIn: StandIn;
  /** Empties store, mails and deliveries, moves the clock back to the real time and ends all faults. */
  reset(): Promise<void>;
  /** Accounts, sessions, log and mails as bytes that check themselves; no secret of the server is in it. */
  image(): Promise<Buffer>;
  /** Puts an image in the place of all that. Rejects with ImageError for a foreign or damaged one, and nothing changes. */
  restore(image: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface IdentityOptions {
  settings: Settings;
  /** Path of the journal, beside which `<journal>.snapshot` will lie; absent: memory only. */
  journal?: string;
  /** Bytes that the journal may grow by before it is compacted into the snapshot; 4 MiB unless told. */
  compactAfter?: number;
  /** The real time, in milliseconds; the clock stands on it. */
  now?: () => number;
  /** Event hooks as the hosted service knows them, signed with the JWT secret; ignored when a webhook URL is set. */
  hooks?: () => Hooks;
  /** 10 as upstream; tests may lower it. */
  bcryptCost?: number;
  log?: (line: string) => void;
}

const DEFAULT_BCRYPT_COST = 10;
const OPERATOR_TOKEN_SECONDS = 120;

/** Builds a local Identity. Rejects with JournalError when the journal cannot be used. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { settings, log = () => undefined } = options;
  const clock = createClock(options.now ?? Date.now);
  const { now } = clock;
  const store = openStore({ journal: options.journal, compactAfter: options.compactAfter, now, log });
  const mailer = createMailer({ settings, store, now, log });
  const table = routes(settings);
  const faults = createFaults(table.flatMap((route) => route.describe()));
  const strictness = createStrictness();
  const webhooks = createWebhooks({ settings, strictness, hooks: options.hooks ?? (() => ({})), faults, now });
  const passwords = createPasswords(options.bcryptCost ?? DEFAULT_BCRYPT_COST);
  const standIn = createStandIn({ settings, store, now });
  const app: App = {
    settings,
    standIn,
    store,
    passwords,
    mailer,
    webhooks,
    limits: createRateLimits(now),
    strictness,
    faults,
    now,
    log,
  };
  return {
    handle(incoming, response, prefix = "") {
      void serve({ app, table, request: readRequest(incoming, prefix) }, response);
    },
    settings,
    directory: options.journal && dirname(options.journal),
    operatorToken() {
      const exp = Math.floor(now() / 1000) + (faults.operatorSeconds() ?? OPERATOR_TOKEN_SECONDS);
      return signPlain(encodeStruct({ exp, sub: "0" }), settings.jwt.secret);
    },
    claimsOf: (bearer) => claimsAsObject(bearer, { secret: settings.jwt.secret, now: now() }),
    mails: { list: mailer.list, clear: mailer.clear },
    deliveries: webhooks.deliveries,
    resend: webhooks.resend,
    person: createPersonDesk(app),
    clock,
    faults,
    strictness,
    links: createLinks({ settings, store, now }),
    standIn,
    people: {
      add(people) {
        const seeding = { passwords, settings, now: now() };
        store.insertRows(people.map((person) => rowOf(seedUser(person, seeding))));
      },
      count: () => store.users().size(),
      export: () => exportPeople(store),
      import: (text, options) => importPeople(app, text, options),
    },
    async reset() {
      faults.clear();
      clock.reset();
      await store.reset();
      webhooks.clear();
      app.limits.clear();
      standIn.clear();
    },
    image: store.image,
    async restore(image) {
      await store.restore(image);
      webhooks.clear();
    },
    close() {
      faults.close();
      return store.close();
    },
  };
}

interface Serving {
  app: App;
  table: Route<Call>[];
  request: WireRequest;
}

async function serve(serving: Serving, response: ServerResponse): Promise<void> {
  const { app, request } = serving;
  const inTime = limitAnswerTime(app, () => response.destroy());
  try {
    const { reply, isCut } = await answer(serving, response);
    (isCut ? writeHalf : writeReply)(response, reply);
  } catch (error) {
    if (!(error instanceof ConnectionDropped)) app.log(`${request.method} ${request.path}: ${error}`);
    response.destroy();
  } finally {
    inTime();
  }
}

/** Go's server answers `OPTIONS *` by itself. Preflights never reach the routes; every other answer gets its CORS lines and cookies. */
async function answer({ app, table, request }: Serving, response: ServerResponse): Promise<Answered> {
  const { friendlyOrigin } = app.settings;
  const { method, path } = request;
  if (path === undefined) return { reply: badTarget(), isCut: false };
  if (method === "OPTIONS" && path === "*") return { reply: { status: 200, headers: [], body: "" }, isCut: false };
  if (isPreflight(request)) return { reply: preflightReply(request, friendlyOrigin), isCut: false };
  const call: Call = { app, request, requestId: requestId(app.settings, request), cookies: [] };
  const exchange = { method, path, requestId: call.requestId, cookies: call.cookies, response };
  const { reply, isCut } = await app.faults.onRequest(exchange, () => runRoutes(table, call, path));
  const cookies = call.cookies.map((line): [string, string] => ["Set-Cookie", line]);
  const headers = [...corsHeaders(request, friendlyOrigin), ...reply.headers, ...cookies];
  return { reply: { ...reply, headers }, isCut };
}

async function runRoutes(table: Route<Call>[], call: Call, path: string): Promise<Reply> {
  try {
    return await dispatch(table, { call, method: call.request.method, path });
  } catch (error) {
    if (error instanceof ConnectionDropped) throw error;
    const detail = detailOf(error);
    if (detail !== undefined) call.app.log(`request ${call.requestId} failed: ${detail}`);
    return errorReply(error, call.requestId) ?? internalError(call.requestId);
  }
}

/** Go's server refuses a target it cannot parse before any handler, with a text of its own. */
function badTarget(): Reply {
  const headers: [string, string][] = [
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Connection", "close"],
  ];
  return { status: 400, headers, body: "400 Bad Request" };
}

function requestId({ requestIdHeader }: Settings, request: WireRequest): string {
  const sent = requestIdHeader === "" ? "" : request.text(requestIdHeader);
  return sent || randomUUID();
}
