import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { Endpoint, Input } from "#lib/contract/endpoint.ts";
import type { Account } from "#lib/server/account.ts";
import { scheduleIn } from "#lib/server/actor-schedule.ts";
import { recordRefusal } from "#lib/server/audit/audit.ts";
import * as config from "#lib/server/config.ts";
import { requireWriting } from "#lib/server/deploy.ts";
import { type ChangeDeps, type Deps, type Desk, deskFor, type PublicDeps, publicState } from "#lib/server/deps.ts";
import { AppError, type RefusedAttempt } from "#lib/server/errors.ts";
import { log } from "#lib/server/log.ts";
import { authorize, refusal } from "#lib/server/policy/policy.ts";
import { policyTable } from "#lib/server/policy/table.ts";
import { callerOf, rankOf, staffOf } from "#lib/server/session.ts";
import { parseInput, queryOf, readJson } from "./request.ts";
import { json, refusalFor, unforeseen } from "./response.ts";
import { type Found, find, type Match, type Route, requireServed } from "./route.ts";

/** A page of another origin must not even be told whether somebody is signed in. */
function requireOwnOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null || origin === new URL(request.url).origin) return;
  throw new AppError("foreign_origin", "The desk answers its own pages only.");
}

async function inputFor({ route: { row }, params }: Match, request: Request): Promise<Input<Endpoint>> {
  const body = row.body ? await readJson(request) : undefined;
  return {
    params: row.params && parseInput(row.params, params),
    query: row.query && parseInput(row.query, queryOf(new URL(request.url).searchParams)),
    body: row.body && parseInput(row.body, body),
  };
}

async function answer(match: Match, request: Request, deps: Deps | ChangeDeps | PublicDeps): Promise<Response> {
  const { row, handler } = match.route;
  const result = await handler(await inputFor(match, request), deps);
  return json(row.response.parse(result), { status: row.status ?? 200 });
}

/** Staff only, in this order: who is it, is it staff, is it served, may this rank ever, may this deploy write. */
async function answerStaff(found: Found, request: Request, context: unknown): Promise<Response> {
  const desk = deskFor(context);
  const machine = found.match && actionOf(found.match) === "sweep.run" ? scheduleIn(request) : undefined;
  if (found.match && machine) return answerMachine(found.match, request, { ...desk, actor: machine });
  const caller = await callerOf(request, desk.identity);
  const rank = await rankOf(caller, desk);
  try {
    if (!rank) throw notStaff(found);
    const match = requireServed(found, request);
    const actor = staffOf(caller, rank);
    requirePossible(match, { ...desk, actor, request });
    return await answer(match, request, { ...desk, actor, request });
  } catch (error) {
    if (error instanceof AppError && error.attempt)
      await keepRefusal(desk, { caller, isStaff: rank !== undefined }, error, error.attempt);
    throw error;
  }
}

/** As for staff: may it ever, and may this deploy write. */
async function answerMachine(match: Match, request: Request, deps: ChangeDeps): Promise<Response> {
  const action = actionOf(match);
  authorize(deps.rules, { actor: deps.actor, action });
  requireWriting(deps.deploy, { action });
  return answer(match, request, deps);
}

function keepRefusal(
  desk: Desk,
  who: { caller: Account; isStaff: boolean },
  error: AppError,
  attempt: RefusedAttempt,
): Promise<void> {
  const { id, email } = who.caller;
  return recordRefusal(desk.audit, { id, email, isStaff: who.isStaff }, attempt, error.message);
}

function actionOf({ route: { row } }: Match) {
  return row.action === "public" ? "desk.open" : row.action;
}

function notStaff({ match }: Found): AppError {
  return new AppError(
    "not_staff",
    "This desk is for the staff of this site. Your account is fine; there is nothing for you to do here.",
    {
      continueAt: config.policyFile().afterSignUp,
      attempt: { action: match ? actionOf(match) : "desk.open" },
    },
  );
}

const AccountId = z.uuid();

/** Refuses before the body is read what no target and no content could make right. */
function requirePossible(match: Match, { actor, rules, deploy }: Deps): void {
  const action = actionOf(match);
  const id = AccountId.safeParse(match.params.id);
  const attempt: RefusedAttempt = { action, ...(id.success && { target: { id: id.data } }) };
  const refused = refusal(rules, { actor, action });
  if (refused) throw new AppError("forbidden", refused, { attempt });
  if (policyTable[action].changes) requireWriting(deploy, attempt);
}

async function respond(routes: readonly Route[], request: Request, context: unknown): Promise<Response> {
  requireOwnOrigin(request);
  const found = find(routes, request);
  if (request.method === "OPTIONS" || request.method === "HEAD") requireServed({ ...found, match: undefined }, request);
  if (routes.some(({ row }) => row.action !== "public")) return answerStaff(found, request, context);
  // The sign-in page asks here whether the desk is set up, since everything else would answer a stranger 401.
  config.owners();
  return answer(requireServed(found, request), request, { state: publicState(context), request });
}

function requestIdOf(context: unknown): string {
  const given: unknown =
    typeof context === "object" && context !== null && "requestId" in context ? context.requestId : undefined;
  return typeof given === "string" && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
}

function translate(error: unknown, requestId: string): Response {
  if (!(error instanceof AppError)) {
    log("error", "unforeseen", { requestId }, error);
    return unforeseen(requestId);
  }
  const response = refusalFor(error, requestId);
  if (response.status >= 500) log("error", error.code, { requestId, message: error.message }, error.cause);
  return response;
}

/** A function of the desk over rows of the contract. Errors are translated here and nowhere else. */
export function serve(...routes: Route[]): (request: Request, context: unknown) => Promise<Response> {
  return async (request, context) => {
    const requestId = requestIdOf(context);
    try {
      return await respond(routes, request, context);
    } catch (error) {
      return translate(error, requestId);
    }
  };
}
