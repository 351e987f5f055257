/** A bucket per caller: thirty requests at once, then one more every ten seconds. */
export interface TokenLimiter {
  /** False when the caller has to wait. */
  allow(key: string): boolean;
}

const BURST = 30;
const REFILL_MS = 10_000;
const MAX_KEYS = 10_000;

export function createTokenLimiter(now: () => number): TokenLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    allow(key) {
      const time = now();
      const bucket = buckets.get(key) ?? { tokens: BURST, at: time };
      const waited = Math.max(0, time - bucket.at);
      const tokens = Math.min(BURST, bucket.tokens + waited / REFILL_MS);
      buckets.delete(key);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
      forgetOldest(buckets);
      return tokens >= 1;
    },
  };
}

function forgetOldest(buckets: Map<string, unknown>): void {
  for (const key of buckets.keys()) {
    if (buckets.size <= MAX_KEYS) return;
    buckets.delete(key);
  }
}
