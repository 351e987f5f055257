import type { Call } from "./call.ts";
import { HttpError } from "./http/errors.ts";

/** How many requests may come at once, and how many milliseconds until one more may. */
const RATES = {
  token: { burst: 30, refillMs: 10_000 },
  signup: { burst: 10, refillMs: 6_000 },
  recover: { burst: 5, refillMs: 12_000 },
  verify: { burst: 30, refillMs: 2_000 },
} as const;
const MAX_KEYS = 10_000;

export type LimitedEndpoint = keyof typeof RATES;

/** A bucket per endpoint and caller. */
export interface RateLimits {
  /** False when the caller has to wait. */
  allow(endpoint: LimitedEndpoint, key: string): boolean;
  clear(): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function createRateLimits(now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();
  return {
    allow(endpoint, key) {
      const { burst, refillMs } = RATES[endpoint];
      const time = now();
      const name = `${endpoint} ${key}`;
      const bucket = buckets.get(name) ?? { tokens: burst, at: time };
      // The clock may have been moved back.
      const waited = Math.max(0, time - bucket.at);
      const tokens = Math.min(burst, bucket.tokens + waited / refillMs);
      buckets.delete(name);
      buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
      forgetOldest(buckets);
      return tokens >= 1;
    },
    clear: () => buckets.clear(),
  };
}

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

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const key of buckets.keys()) {
    if (buckets.size <= MAX_KEYS) return;
    buckets.delete(key);
  }
}
