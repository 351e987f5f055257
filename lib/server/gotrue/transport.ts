import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "#lib/server/errors.ts";
import { readCapped } from "#lib/server/read-capped.ts";
import { within } from "#lib/server/within.ts";

const ATTEMPT_MS = 5_000;
const TOTAL_MS = 8_000;
const MAX_ANSWER_BYTES = 8_000_000;
/** Pauses before the second and the third try of a call that may be repeated. */
const PAUSES_MS = [100, 400];
const TRANSIENT = [500, 502, 503, 504];

/** This site's Identity. */
export interface IdentityAddress {
  url: string;
  /** Sent only where one is configured. */
  audience: string;
}

/** The operator token is Netlify's, lives about two minutes and is good for everything: it stays inside one request. */
export interface IdentityAccess extends IdentityAddress {
  operatorToken: string;
}

export interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below Identity's address. Ids in it are checked before. */
  path: string;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
  bearer?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined where the answer was none. */
  body: unknown;
}

/** Identity is down, slow, or says what it never should. */
export class IdentityFault extends AppError {
  override readonly name = "IdentityFault";
  /** Whether the call may have taken effect although we got no good answer. */
  readonly mayHaveHappened: boolean;

  constructor(
    message: string,
    { cause, mayHaveHappened = false }: { cause?: unknown; mayHaveHappened?: boolean } = {},
  ) {
    super("identity_unavailable", message, { cause });
    this.mayHaveHappened = mayHaveHappened;
  }
}

/** @throws IdentityFault for an answer of another shape than GoTrue's. */
export function unexpected(what: string): IdentityFault {
  return new IdentityFault(
    `Identity gave an unexpected answer (${what}). Nothing more is known; try again in a moment.`,
    {
      mayHaveHappened: true,
    },
  );
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** One try. */
async function attempt({ url, audience }: IdentityAddress, call: Call, signal: AbortSignal): Promise<Answer> {
  const address = new URL(`${url}${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, value);
  const headers: Record<string, string> = { accept: "application/json" };
  if (audience !== "") headers["x-jwt-aud"] = audience;
  if (call.bearer !== undefined) headers.authorization = `Bearer ${call.bearer}`;
  if (call.body) headers["content-type"] = "application/json";
  const response = await fetch(address, {
    method: call.method,
    headers,
    body: call.body && JSON.stringify(call.body),
    redirect: "manual",
    signal,
  });
  const text = await readCapped(response.body, MAX_ANSWER_BYTES);
  if (!text) throw unexpected("too large");
  return { status: response.status, headers: response.headers, body: parseJson(text) };
}

/** Changes that make something new are never repeated blindly; the others may be. */
function isRepeatable({ method }: Call): boolean {
  return method !== "POST";
}

/**
 * Asks Identity, repeating what may be repeated, for at most 8 s in all. Answers below 500 are returned as they are.
 * @throws IdentityFault when there is no answer, or none below 500.
 */
export async function askIdentity(identity: IdentityAddress, call: Call): Promise<Answer> {
  const until = Date.now() + TOTAL_MS;
  const pauses = isRepeatable(call) ? PAUSES_MS : [];
  for (let tried = 0; ; tried += 1) {
    const left = until - Date.now();
    const trying = within(Math.min(ATTEMPT_MS, left), (signal) => attempt(identity, call, signal));
    const outcome = await trying.catch((error: unknown) => error);
    const answer = isAnswer(outcome) ? outcome : undefined;
    if (answer && !TRANSIENT.includes(answer.status)) return checked(answer);
    const next = (pauses[tried] ?? Number.POSITIVE_INFINITY) * (0.5 + Math.random());
    if (Date.now() + next >= until) throw failed(answer, outcome);
    await pause(next);
  }
}

function isAnswer(outcome: unknown): outcome is Answer {
  return typeof outcome === "object" && outcome !== null && "status" in outcome && "headers" in outcome;
}

function failed(answer: Answer | undefined, outcome: unknown): IdentityFault {
  if (outcome instanceof IdentityFault) return outcome;
  const what = answer ? `It answered with status ${answer.status}.` : "It did not answer in time.";
  return new IdentityFault(`Identity is not available. ${what} Try again in a moment.`, {
    cause: answer ? undefined : outcome,
    mayHaveHappened: true,
  });
}

function checked(answer: Answer): Answer {
  if (answer.status === 429) {
    const seconds = /^\d{1,5}$/.exec(answer.headers.get("retry-after") ?? "")?.[0] ?? "60";
    throw new AppError("rate_limited", `Identity asks to wait. Try again in ${seconds} s.`, {
      headers: { "retry-after": seconds },
    });
  }
  if (answer.status > 500 || (answer.status >= 300 && answer.status < 400)) throw unexpected(`status ${answer.status}`);
  return answer;
}
