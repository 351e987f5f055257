/** What a directory says about an address. Never a boolean: an outage is not a "no". */
export type Verdict =
  | { state: "known"; outsideId?: string | undefined; evidence: Record<string, string> }
  | { state: "unknown" }
  /** It could not tell; `why` is for staff and the log, and quotes nothing of the answer. */
  | { state: "unavailable"; why: string };

/** An outside system with one question: do you know this address? */
export interface Directory {
  /** What staff call it. */
  name: string;
  /** Tells configurations apart, so that a remembered verdict of another one is not used. */
  fingerprint: string;
  /** The address is normalised. Rejects only for errors of ours; what goes wrong over there is `unavailable`. */
  check(address: string, signal: AbortSignal): Promise<Verdict>;
}
