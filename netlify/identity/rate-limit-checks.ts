import type { Call } from "./call.ts";
import { HttpError } from "./http/errors.ts";
import type { LimitedEndpoint } from "./rate-limits.ts";

/** The check before an endpoint that only strictness limits. */
export function limited<C extends Call>(endpoint: Exclude<LimitedEndpoint, "token">): (call: C) => C {
  return (call) => {
    if (call.app.strictness.isOn(`${endpoint}_rate_limit`)) refuseTooMany(call, endpoint, callerOf(call));
    return call;
  };
}

/** The check before `/token`: by the configured header, whose absence all share; strictly, by address without one. */
export function limitTokens(call: Call): Call {
  const header = call.app.settings.rateLimitHeader;
  if (call.app.strictness.isOn("token_rate_limit")) refuseTooMany(call, "token", callerOf(call));
  else if (header !== "") refuseTooMany(call, "token", call.request.header(header) ?? "");
  return call;
}

function refuseTooMany(call: Call, endpoint: LimitedEndpoint, key: string): void {
  if (!call.app.limits.allow(endpoint, key)) throw new HttpError(429, "Rate limit exceeded");
}

/** The configured header, else the address that chi's RealIP finds: what a proxy says of it, else the connection's. */
function callerOf({ app, request }: Call): string {
  const named = app.settings.rateLimitHeader === "" ? "" : request.header(app.settings.rateLimitHeader);
  const forwarded = request.header("X-Forwarded-For")?.split(",")[0]?.trim();
  return named || request.header("True-Client-IP") || request.header("X-Real-IP") || forwarded || request.address;
}
