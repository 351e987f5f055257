import useSWR, { type SWRResponse, useSWRConfig } from "swr";
import { getSnapshot, type SnapshotState, stepSnapshot } from "#lib/contract/snapshot.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

const busyPauseMs = 1_000;

/** How the snapshot stands that filters and sorted lists are read from; `refresh` moves it on. */
export function useSnapshot(): SWRResponse<SnapshotState, ApiError> {
  const account = useAccount();
  return useSWR(account ? [getSnapshot.name] : null, () => call(getSnapshot, {}));
}

/** One refresh at a time in this tab: whoever asks meanwhile waits for the same one. */
let running: Promise<SnapshotState> | undefined;

/**
 * Makes the snapshot right, step by step, and has everything that is read from it asked again at the end. `useSnapshot`
 * shows how far it has come. With `full` everybody is read, whatever Identity's log says. What stops is said by the
 * ApiError; asking again goes on from there.
 */
export function useRefreshSnapshot(): (wish?: { full?: boolean }) => Promise<SnapshotState> {
  const { mutate } = useSWRConfig();
  return ({ full } = {}) => {
    running ??= untilReady(full ?? false, (state) => mutate([getSnapshot.name], state, { revalidate: false }))
      .then(async (state) => {
        await mutate((key) => Array.isArray(key) && ["listUsers", "listBin", "getOverview"].includes(String(key[0])));
        return state;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
}

async function untilReady(full: boolean, tell: (state: SnapshotState) => Promise<unknown>): Promise<SnapshotState> {
  let state = await call(stepSnapshot, { body: full ? { full } : {} });
  await tell(state);
  let before: number | undefined;
  while (state.state !== "ready") {
    // No progress: somebody else is at it. Look on, for a step of ours after their last one would begin anew.
    const waiting = state.done === before;
    before = state.done;
    if (waiting) await new Promise((resolve) => setTimeout(resolve, busyPauseMs));
    state = waiting ? await call(getSnapshot, {}) : await call(stepSnapshot, { body: {} });
    await tell(state);
    if (waiting) before = undefined;
  }
  return state;
}
