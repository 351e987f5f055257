import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { isMetadata, type Metadata } from "#lib/server/account.ts";
import { type Audit, openAudit } from "#lib/server/audit/audit.ts";
import * as config from "#lib/server/config.ts";
import { deployFrom, instanceOf } from "#lib/server/deps.ts";
import { log } from "#lib/server/log.ts";
import { readCapped } from "#lib/server/read-capped.ts";
import { openState, type State } from "#lib/server/state.ts";
import { distrust, type EventName } from "./signature.ts";

/** Netlify's own limit for what a function may get. */
const MAX_BODY_BYTES = 6_000_000;
/** Identity waits 5 s. */
const DEADLINE_MS = 3_800;
/** Each time the store is asked: before and after the directory, or once for a refused sign-in. */
const STORE_MS = 150;

const WireMetadata = z.nullish(z.custom<Metadata>(isMetadata));
const Payload = z.object({
  event: z.string(),
  instance_id: z.string(),
  user: z.object({
    id: z.string(),
    aud: z.string(),
    email: z.string(),
    app_metadata: WireMetadata,
    user_metadata: WireMetadata,
  }),
});

/** What an event is about. */
export interface Happening {
  account: { id: string; audience: string; email: string; appMetadata: Metadata; userMetadata: Metadata };
  /** Equal for the three tries of one delivery, and for no other. */
  delivery: string;
  /** Our memory, or undefined where DESK_SECRET is not set. */
  state: State | undefined;
  /** Where staff read of it; undefined as `state`. */
  audit: Audit | undefined;
}

/**
 * What Identity is told. `keep` replaces the stored object as a whole, so it repeats everything that is to stay; an event
 * that changes nothing answers with an empty body.
 */
export type EventAnswer =
  | { decision: "allow"; keep?: { userMetadata: Metadata } }
  | { decision: "refuse"; why: string };

export interface EventHandler {
  event: EventName;
  decide(happening: Happening): Promise<EventAnswer>;
  /** What happens when we cannot decide: a signup must not slip through, a login must not be locked out. */
  otherwise: "allow" | "refuse";
}

/** Any status but 200, 202 and 204 is a "no" for Identity, which then tries twice more and throws the body away. */
function refusal(why: string): Response {
  return Response.json({ refused: why }, { status: 403, headers: { "cache-control": "no-store" } });
}

function asResponse(answer: EventAnswer): Response {
  if (answer.decision === "refuse") return refusal(answer.why);
  if (!answer.keep) return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  return Response.json({ user_metadata: answer.keep.userMetadata }, { headers: { "cache-control": "no-store" } });
}

function parse(body: Buffer): z.output<typeof Payload> | undefined {
  try {
    return Payload.safeParse(JSON.parse(body.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/** A bad DESK_SECRET stops the desk; events go on as without one, for a login must not depend on it. */
function memory(context: unknown): Pick<Happening, "state" | "audit"> {
  try {
    const secret = config.deskSecretIfSet();
    if (secret === undefined) return { state: undefined, audit: undefined };
    const place = { instance: instanceOf(context), secret, deadlineMs: STORE_MS };
    return { state: openState(place), audit: openAudit(deployFrom(context), place) };
  } catch (error) {
    log("error", "event_without_memory", {}, error);
    return { state: undefined, audit: undefined };
  }
}

/** The delivery, or why it is none of our Identity's. */
async function receive(
  event: EventName,
  request: Request,
  context: unknown,
): Promise<{ happening: Happening } | { distrusted: string }> {
  const body = await readCapped(request.body, MAX_BODY_BYTES);
  const payload = body && parse(body);
  if (!body || !payload) return { distrusted: "no payload of Identity" };
  const distrusted = distrust({
    event,
    eventHeader: request.headers.get("x-netlify-event"),
    signature: request.headers.get("x-webhook-signature"),
    body,
    bodyEvent: payload.event,
    instance: payload.instance_id,
    secret: config.webhookSecret(),
    now: Date.now(),
  });
  if (distrusted) return { distrusted };
  const { id, aud, email, app_metadata, user_metadata } = payload.user;
  const account = { id, audience: aud, email, appMetadata: app_metadata ?? {}, userMetadata: user_metadata ?? {} };
  return { happening: { account, delivery: createHash("sha256").update(body).digest("hex"), ...memory(context) } };
}

/** Decides within the time Identity leaves, whatever fails. */
async function decide({ decide, otherwise, event }: EventHandler, happening: Happening): Promise<EventAnswer> {
  const fallback: EventAnswer =
    otherwise === "allow" ? { decision: "allow" } : { decision: "refuse", why: "undecided" };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<EventAnswer>((resolve) => {
    timer = setTimeout(() => {
      log("error", `${event}_late`, { account: happening.account.id });
      resolve(fallback);
    }, DEADLINE_MS);
  });
  const decided = decide(happening).catch((error: unknown): EventAnswer => {
    log("error", `${event}_undecided`, { account: happening.account.id }, error);
    return fallback;
  });
  return Promise.race([decided, late]).finally(() => clearTimeout(timer));
}

/** An event function: acts only on a delivery of our Identity, and answers in time. */
export function serveEvent(handler: EventHandler): (request: Request, context: unknown) => Promise<Response> {
  return async (request, context) => {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    const received = await receive(handler.event, request, context);
    if ("distrusted" in received) {
      log("warn", `${handler.event}_distrusted`, { why: received.distrusted });
      return refusal("not a delivery of Identity");
    }
    const answer = await decide(handler, received.happening);
    log("info", handler.event, {
      account: received.happening.account.id,
      decision: answer.decision,
      why: answer.decision === "refuse" ? answer.why : undefined,
    });
    return asResponse(answer);
  };
}
