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

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const key of buckets.keys()) {
    if (buckets.size <= MAX_KEYS) return;
    buckets.delete(key);
  }
}
