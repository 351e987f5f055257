import * as z from "zod/mini";

/** Every way our API says no, and the HTTP status that goes with it. */
export const errorStatus = {
  not_json: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_staff: 403,
  read_only: 403,
  foreign_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  changed_meanwhile: 409,
  outdated_deploy: 410,
  too_large: 413,
  not_json_type: 415,
  invalid: 422,
  email_taken: 422,
  email_known: 422,
  email_unchecked: 422,
  rate_limited: 429,
  internal: 500,
  not_configured: 503,
  identity_unavailable: 503,
  store_unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;
export const ErrorCode = z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]);

export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCode,
    /** A sentence for a person: what is wrong and what to do. */
    message: z.string(),
    /** The input at fault, as the request names it: `email`. */
    field: z.optional(z.string()),
    requestId: z.optional(z.string()),
    /** With `not_staff`: where this site sends its ordinary users. */
    continueAt: z.optional(z.string()),
    /** With `changed_meanwhile`: the fields in question as they are now. */
    current: z.optional(z.record(z.string(), z.unknown())),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
