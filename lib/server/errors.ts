import type { ErrorCode } from "#lib/contract/errors.ts";
import type { Action } from "#lib/contract/policy.ts";

/** What somebody tried and was refused, for the audit. */
export interface RefusedAttempt {
  action: Action;
  target?: { id?: string; email?: string };
  /** The run over many that this belongs to. */
  batch?: string;
}

interface Details {
  /** The input at fault, as the request names it. */
  field?: string;
  cause?: unknown;
  attempt?: RefusedAttempt;
  /** Further keys of the error's body: `continueAt`. */
  continueAt?: string;
  /** Of the same: with `changed_meanwhile` the fields in question as they are now. */
  current?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** A "no" that callers may read: `message` tells a person what is wrong and what to do. Translated once, in `http/serve.ts`. */
export class AppError extends Error {
  override readonly name: string = "AppError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly attempt: RefusedAttempt | undefined;
  readonly continueAt: string | undefined;
  readonly current: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.attempt = details.attempt;
    this.continueAt = details.continueAt;
    this.current = details.current;
    this.headers = details.headers ?? {};
  }
}
