import type { BulkResult } from "#lib/contract/bulk.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";

/** How a run over many stands. */
export interface BulkState {
  results: ReadonlyMap<string, BulkResult>;
  /** Not tried yet, in the order they will be. */
  left: readonly string[];
  /** Why it waits, while it does. */
  waiting?: string;
  /** Why it stopped by itself. It can go on. */
  problem?: string;
}

export interface Part {
  results: BulkResult[];
  /** It got further with some that have no result yet. */
  goesOn?: boolean | undefined;
  /** Seconds to leave Identity alone. */
  wait?: number | undefined;
}

export interface BulkWork {
  ids: readonly string[];
  /** Does a part; ids without a result were not tried. */
  send: (ids: string[]) => Promise<Part>;
  /** The most in one part. */
  most: number;
  tell: (state: BulkState) => void;
  isStopped: () => boolean;
  pause: (seconds: number) => Promise<void>;
}

/** Parts in a row that came to nothing before the run stops by itself. */
const patience = 4;
const least = 5;

/**
 * Does one thing to many, part by part. It slows down where Identity or the network asks for it, sends again what was not
 * tried or whose answer was lost, and ends when somebody stops it, after the part that is under way.
 */
export async function runThrough({ ids, send, most, tell, isStopped, pause }: BulkWork): Promise<BulkState> {
  const results = new Map<string, BulkResult>();
  let left = [...ids];
  let size = most;
  let vain = 0;
  const say = (more: Pick<BulkState, "waiting" | "problem"> = {}): BulkState => {
    const state = { results: new Map(results), left, ...more };
    tell(state);
    return state;
  };
  const waitFor = async (seconds: number, why: string) => {
    say({ waiting: `${why} Going on in ${seconds} s.` });
    await pause(seconds);
  };

  say();
  while (left.length > 0 && !isStopped()) {
    const answer = await attempt(() => send(left.slice(0, size)));
    if (answer instanceof ApiError && !mayPass(answer)) return say({ problem: answer.message });
    const part = answer instanceof ApiError ? { results: [], wait: answer.retryAfter } : answer;
    for (const result of part.results) results.set(result.id, result);
    left = left.filter((id) => !results.has(id));
    const gotFurther = part.goesOn || part.results.some(({ outcome }) => outcome !== "failed");
    vain = gotFurther ? 0 : vain + 1;
    size = vain === 0 ? most : Math.max(least, Math.ceil(size / 2));
    if (left.length === 0 || isStopped()) break;
    if (vain >= patience) return say({ problem: whyVain(answer) });
    const seconds = part.wait ?? (answer instanceof ApiError ? 2 ** vain : 0);
    if (seconds > 0) await waitFor(seconds, answer instanceof ApiError ? answer.message : "Identity asks to wait.");
    else say();
  }
  return say();
}

/** What a slow line, a busy Identity or a new deploy does to a request, and another one may not meet. */
function mayPass({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 500;
}

async function attempt(work: () => Promise<Part>): Promise<Part | ApiError> {
  try {
    return await work();
  } catch (error) {
    return error instanceof ApiError ? error : new ApiError("unexpected", messageOf(error), { status: 1 });
  }
}

function whyVain(answer: Part | ApiError): string {
  if (answer instanceof ApiError) return answer.message;
  const last = answer.results.at(-1)?.message ?? "Identity asks to wait.";
  return `Nothing has gone through for a while. The last one said: ${last}`;
}
