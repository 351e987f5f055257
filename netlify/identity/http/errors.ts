import { ConnectionLost } from "../store/rows.ts";

/** GoTrue's HTTPError: `{"code","msg"}`, with an `error_id` from 500 on. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;

  /** `cause` is for the log only; the caller never sees it. */
  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** GoTrue's OAuthError: always 400; an empty description is left out. Only `/token` answers with it. */
export class OAuthError extends Error {
  override name = "OAuthError";
  readonly code: string;

  constructor(code: string, description = "") {
    super(description);
    this.code = code;
  }
}

/** Upstream panics here and the connection closes without an answer. */
export class ConnectionDropped extends Error {
  override name = "ConnectionDropped";
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a log says of a failure that its caller was told little about; undefined where there is nothing to add. */
export function detailOf(error: unknown): string | undefined {
  if (!(error instanceof HttpError)) return error instanceof OAuthError ? undefined : stackOf(error);
  if (error.status < 500) return undefined;
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs `work`; whatever it throws becomes an HTTPError with this status and text, a lost connection apart. */
export async function failAs<T>(status: number, message: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ConnectionLost) throw cause;
    throw new HttpError(status, message, cause);
  }
}
