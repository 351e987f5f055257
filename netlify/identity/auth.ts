import type { AdminCall, Call, UserCall } from "./call.ts";
import { clearCookie } from "./cookies.ts";
import { struct } from "./go/json-decode.ts";
import { NIL_UUID, parseUuid } from "./go/uuid.ts";
import { ConnectionDropped, HttpError, messageOf } from "./http/errors.ts";
import { type Claims, parseAccessToken } from "./jwt.ts";
import { type Actor, actorOf, operatorActor, systemActor } from "./models/user.ts";
import { readParams } from "./params.ts";
import { readBody } from "./request-body.ts";
import { sameSecret } from "./same-secret.ts";
import { userOf } from "./store/rows.ts";

const BEARER = /^[Bb]earer ([^\t\n\f\r ]+)$/;
const adminCheckParams = struct("adminCheckParams", { aud: "string" });

/** The check of `/user` and `/logout`. Any failure clears the cookie. */
export function requireAuthentication(call: Call): UserCall {
  const token = bearerOf(call);
  if (token === undefined) {
    clearCookie(call);
    throw missingBearer();
  }
  return { ...call, claims: parseClaims(call, token) };
}

/** The check of `/admin` and `/invite`: the operator token, or a token of somebody with the admin role. */
export async function requireAdmin(call: Call): Promise<AdminCall> {
  const token = bearerOf(call);
  if (token === undefined) throw missingBearer();
  const { operatorToken } = call.app.settings;
  if (operatorToken !== "" && sameSecret(token, operatorToken)) {
    return { ...call, claims: undefined, admin: operatorActor() };
  }
  const claims = parseClaims(call, token);
  const admin = resolveActor(call, claims);
  if (!admin) throw new HttpError(401, "Invalid admin user");
  const aud = (await bodyAudience(call)) || requestAud(call, claims);
  if (!isAdmin(call, admin, aud)) throw new HttpError(401, "User not allowed");
  return { ...call, claims, admin };
}

/** Whom claims name: an account, or the system where the subject is "0" or the nil id; undefined for nobody. */
export function resolveActor(call: Call, claims: Claims): Actor | undefined {
  if (claims.sub === "0" || claims.sub === NIL_UUID) return systemActor(claims.aud);
  const id = parseUuid(claims.sub);
  const row = id === undefined ? undefined : call.app.store.users().get(id);
  return row ? actorOf(userOf(row)) : undefined;
}

/** The role column decides, never metadata. An empty audience stands for the configured one. */
export function isAdmin(call: Call, actor: Actor, aud: string): boolean {
  const { jwt } = call.app.settings;
  return actor.superAdmin || ((aud || jwt.aud) === actor.aud && actor.role === jwt.adminGroup);
}

/** The audience a request is about; its caller chooses it. */
export function requestAud(call: Call, claims?: Claims): string {
  return call.request.text("X-JWT-AUD") || claims?.aud || call.app.settings.jwt.aud;
}

/** Upstream reads the body of a GET through a reader that is not there, and the connection breaks. */
async function bodyAudience(call: Call): Promise<string> {
  if (!call.request.hasBody) return "";
  if (call.request.method === "GET") throw new ConnectionDropped("a GET with a body");
  if ((await readBody(call)).broken !== undefined) throw new HttpError(500, "Error reading body");
  return (await readParams(call, adminCheckParams, "Could not decode admin user params")).aud;
}

function parseClaims(call: Call, token: string): Claims {
  try {
    return parseAccessToken(token, { secret: call.app.settings.jwt.secret, now: call.app.now() });
  } catch (error) {
    clearCookie(call);
    throw new HttpError(401, `Invalid token: ${messageOf(error)}`);
  }
}

function bearerOf(call: Call): string | undefined {
  return BEARER.exec(call.request.header("Authorization") ?? "")?.[1];
}

function missingBearer(): HttpError {
  return new HttpError(401, "This endpoint requires a Bearer token");
}
