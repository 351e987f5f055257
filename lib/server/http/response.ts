import { type ErrorBody, type ErrorCode, errorStatus } from "#lib/contract/errors.ts";
import type { AppError } from "#lib/server/errors.ts";

const always = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  vary: "Authorization",
};

export function json(
  value: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...always, ...headers } });
}

interface Refusal {
  code: ErrorCode;
  message: string;
  requestId: string;
  field?: string | undefined;
  continueAt?: string | undefined;
  current?: Record<string, unknown> | undefined;
  headers?: Record<string, string>;
}

function refuse({ headers, ...error }: Refusal): Response {
  const body: ErrorBody = { error };
  return json(body, { status: errorStatus[error.code], headers: headers ?? {} });
}

export function refusalFor(error: AppError, requestId: string): Response {
  const { code, message, field, continueAt, current, headers } = error;
  return refuse({ code, message, field, continueAt, current, requestId, headers });
}

/** For an error nobody foresaw: the id finds it in the log, the answer tells nothing. */
export function unforeseen(requestId: string): Response {
  const message = `Something went wrong on our side. Tell the desk's owner this number: ${requestId}`;
  return refuse({ code: "internal", message, requestId });
}
