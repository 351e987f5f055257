import { STATUS_CODES } from "node:http";
import { HttpError, OAuthError } from "../http/errors.ts";
import { errorReply, internalError, json, type Reply } from "../http/reply.ts";
import type { FaultRule } from "./rule.ts";

interface Asked {
  path: string;
  requestId: string;
}

/** The answer of a `status` fault: its own body, else GoTrue's error of that status in the family of that route. */
export function statusReply(rule: FaultRule, { path, requestId }: Asked): Reply {
  const { status = 503, message, body, content_type } = rule;
  if (body !== undefined) {
    return { status, headers: [["Content-Type", content_type ?? typeOf(body)]], body };
  }
  if (status === 500 && message === undefined) return internalError(requestId);
  const words = message ?? STATUS_CODES[status] ?? "Unknown";
  // `server_error` is the one code of that family which blames nobody's token or password.
  const error =
    status === 400 && path === "/token" ? new OAuthError("server_error", words) : new HttpError(status, words);
  return errorReply(error, requestId) ?? internalError(requestId);
}

/** The 429 of that route, as GoTrue words it where it has one. */
export function rateLimitReply({ retry_after }: FaultRule, { path }: Asked): Reply {
  const msg = path === "/recover" ? "Rate limit exceeded, try again later" : "Rate limit exceeded";
  const wait: [string, string][] = retry_after === undefined ? [] : [["Retry-After", String(retry_after)]];
  return json(429, JSON.stringify({ code: 429, msg }), wait);
}

function typeOf(body: string): string {
  if (/^\s*[[{]/.test(body)) return "application/json";
  return /^\s*</.test(body) ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
}
