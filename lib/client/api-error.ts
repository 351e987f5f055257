import { ErrorBody, type ErrorCode } from "#lib/contract/errors.ts";
import { nextPath } from "./next-path.ts";

/** `unreachable`: no answer came. `unexpected`: an answer came that nobody could read. */
export type ApiErrorCode = ErrorCode | "unreachable" | "unexpected";

/** Every way a call fails, with a message for a person. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ApiErrorCode;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  /** The input at fault, as the request names it. */
  readonly field: string | undefined;
  readonly requestId: string | undefined;
  /** With `not_staff`: where this site sends its ordinary users. */
  readonly continueAt: string | undefined;
  /** With `changed_meanwhile`: the fields in question as they are now. */
  readonly current: Record<string, unknown> | undefined;
  /** Seconds after which the server wants to be asked again, if it said so. */
  readonly retryAfter: number | undefined;

  constructor(code: ApiErrorCode, message: string, details: Partial<ApiErrorDetails> = {}) {
    super(message);
    this.code = code;
    this.status = details.status ?? 0;
    this.field = details.field;
    this.requestId = details.requestId;
    this.continueAt = details.continueAt;
    this.current = details.current;
    this.retryAfter = details.retryAfter;
  }
}

interface ApiErrorDetails {
  status: number;
  field: string | undefined;
  requestId: string | undefined;
  continueAt: string | undefined;
  current: Record<string, unknown> | undefined;
  retryAfter: number | undefined;
}

/** Reads an answer that is no success. A proxy's HTML or an empty body becomes `unexpected`, never a blank page. */
export async function readError(response: Response): Promise<ApiError> {
  const parsed = ErrorBody.safeParse(await readJson(response));
  if (!parsed.success) return unexpectedAnswer(response.status);
  const { code, message, field, requestId, continueAt, current } = parsed.data.error;
  const path = nextPath(continueAt ?? null);
  const retryAfter = Number(response.headers.get("retry-after")) || undefined;
  const { status } = response;
  return new ApiError(code, message, { status, field, requestId, continueAt: path, current, retryAfter });
}

/** The body as JSON, or undefined when it is none. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

export function unexpectedAnswer(status: number): ApiError {
  const message = `The desk answered in a way this page cannot read (status ${status}). Try again; if it stays, reload the page.`;
  return new ApiError("unexpected", message, { status });
}

export function unreachable(): ApiError {
  return new ApiError(
    "unreachable",
    "The desk could not be reached. Check your connection and try again; nothing you typed is lost.",
  );
}
