/** How far a clock is from the one it stands on, and where it stands still if it does. Milliseconds. */
export interface ClockShift {
  offsetMs: number;
  /** Since 1970; absent while the clock runs. */
  frozenAt?: number;
}

export interface ClockState {
  /** RFC 3339, UTC. */
  now: string;
  /** Ahead of the real time; below zero behind it. */
  offsetMs: number;
  frozen: boolean;
}

/** The time all of Identity lives in. It starts real, whatever it was at the last run. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  state(): ClockState;
  shift(): ClockShift;
  /** Below zero it goes back. Throws ClockError for a time no answer could show. */
  advance(ms: number): void;
  /** Milliseconds since 1970. Throws ClockError as `advance` does. */
  set(at: number): void;
  freeze(): void;
  /** Goes on from where it stood still. */
  unfreeze(): void;
  /** Back to the real time. */
  reset(): void;
  /** Told after every change; returns how to be told no more. */
  onChange(listener: () => void): () => void;
}

/** A time that cannot be set, in words that help. */
export class ClockError extends Error {
  override name = "ClockError";
}

/** A year of four digits is all that RFC 3339 can write. */
const EARLIEST = 0;
const LATEST = Date.parse("9999-12-31T00:00:00Z");

/** A clock on top of `real`, which gives milliseconds since 1970. */
export function createClock(real: () => number): Clock {
  const listeners = new Set<() => void>();
  let shift: ClockShift = { offsetMs: 0 };
  const now = () => shift.frozenAt ?? real() + shift.offsetMs;
  const change = (next: ClockShift) => {
    shift = next;
    for (const listener of listeners) listener();
  };
  const set = (at: number) => {
    refuseUnwritable(at);
    const offsetMs = at - real();
    change(shift.frozenAt === undefined ? { offsetMs } : { offsetMs, frozenAt: at });
  };
  return {
    now,
    state() {
      const at = now();
      const isFrozen = shift.frozenAt !== undefined;
      // While it stands still the distance grows, so it is measured anew.
      const offsetMs = isFrozen ? at - real() : shift.offsetMs;
      return { now: new Date(at).toISOString(), offsetMs, frozen: isFrozen };
    },
    shift: () => shift,
    advance: (ms) => set(now() + ms),
    set,
    freeze: () => change({ offsetMs: shift.offsetMs, frozenAt: now() }),
    unfreeze: () => change({ offsetMs: now() - real() }),
    reset: () => change({ offsetMs: 0 }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Whether the clock shows the real time. */
export function isReal({ offsetMs, frozen }: ClockState): boolean {
  return offsetMs === 0 && !frozen;
}

function refuseUnwritable(at: number): void {
  if (at >= EARLIEST && at <= LATEST) return;
  throw new ClockError("The clock goes from 1970 to the end of 9999. Choose a time between them.");
}
