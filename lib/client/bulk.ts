import { useEffect, useRef, useState } from "react";
import { undoBatch } from "#lib/contract/audit.ts";
import { type BulkResult, bulkChunk, bulkUsers } from "#lib/contract/bulk.ts";
import type { Call } from "#lib/contract/endpoint.ts";
import { call, messageOf } from "./api.ts";
import { type BulkState, type Part, runThrough } from "./bulk-run.ts";
import { useRefresh } from "./users.ts";

/** What is to be done to each. */
export type BulkWish = Omit<Call<typeof bulkUsers>["body"], "ids" | "batch">;

/** Work on many, part by part. */
export interface BulkTask {
  send: (ids: string[], batch: string) => Promise<Part>;
  /** The most in one part. */
  most: number;
}

/** A change of each. */
export function changing(wish: BulkWish): BulkTask {
  return { most: bulkChunk, send: (ids, batch) => call(bulkUsers, { body: { ...wish, ids, batch } }) };
}

export interface BulkRun {
  /** Undefined before the first run. */
  state: BulkState | undefined;
  running: boolean;
  /** Ends the run after the part under way. */
  stopping: boolean;
  start: (task: BulkTask, ids: readonly string[]) => void;
  /** Goes on with whoever was not tried yet. */
  goOn: () => void;
  /** Tries those again that failed. */
  retry: () => void;
  stop: () => void;
  /** Takes back all that the run has done, also what an answer that was lost did not tell. */
  undo: () => void;
  /** `state` is then about the undoing. */
  undoing: boolean;
}

interface Job {
  batch: string;
  send: (ids: string[]) => Promise<Part>;
  most: number;
}

/** 128 random bits as hexadecimal digits. */
function newBatch(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

/** Runs one thing over many, part by part, for as long as the component is there. */
export function useBulkRun(): BulkRun {
  const refresh = useRefresh();
  const [state, setState] = useState<BulkState>();
  const [phase, setPhase] = useState<"idle" | "running" | "stopping">("idle");
  const [undoing, setUndoing] = useState(false);
  const job = useRef<Job>(undefined);
  const stopped = useRef(false);
  const wake = useRef<() => void>(undefined);
  useLeaveWarning(phase !== "idle");
  useEffect(
    () => () => {
      stopped.current = true;
      wake.current?.();
    },
    [],
  );

  async function drive(ids: readonly string[], before: BulkState["results"]): Promise<void> {
    if (!job.current || phase !== "idle") return;
    stopped.current = false;
    setPhase("running");
    await runThrough({
      ids,
      ...job.current,
      tell: (now) => setState({ ...now, results: new Map([...before, ...now.results]) }),
      isStopped: () => stopped.current,
      pause: (seconds) =>
        new Promise((resolve) => {
          wake.current = resolve;
          setTimeout(resolve, seconds * 1000);
        }),
    });
    setPhase("idle");
    await refresh();
  }

  async function takeBack(batch: string): Promise<void> {
    if (phase !== "idle") return;
    stopped.current = false;
    setPhase("running");
    setUndoing(true);
    const results = new Map<string, BulkResult>();
    let cursor: string | undefined;
    try {
      do {
        const part = await call(undoBatch, { params: { id: batch }, body: { cursor } });
        for (const { id, target, outcome, message, entry } of part.results) {
          results.set(id, { id: target?.id ?? id, email: target?.email, outcome, message, entry });
        }
        cursor = part.next;
        setState({ results: new Map(results), left: [] });
      } while (cursor !== undefined && !stopped.current);
    } catch (error) {
      setState({ results: new Map(results), left: [], problem: messageOf(error) });
    }
    setPhase("idle");
    await refresh();
  }

  const results = state?.results ?? new Map();
  const failed = [...results.values()].filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
  return {
    state,
    running: phase !== "idle",
    stopping: phase === "stopping",
    start({ most, send }, ids) {
      const batch = newBatch();
      job.current = { batch, most, send: (part) => send(part, batch) };
      void drive(ids, new Map());
    },
    goOn: () => void drive(state?.left ?? [], results),
    retry: () => void drive([...failed, ...(state?.left ?? [])], results),
    stop() {
      stopped.current = true;
      wake.current?.();
      setPhase("stopping");
    },
    undo: () => void (job.current && takeBack(job.current.batch)),
    undoing,
  };
}

/** The browser asks before the page goes away in the middle. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [active]);
}
