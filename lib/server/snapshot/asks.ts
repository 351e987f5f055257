import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { log } from "#lib/server/log.ts";
import { inParallel } from "./in-parallel.ts";
import type { ChangeKey } from "./keys.ts";
import { noteAccount } from "./note.ts";
import type { Reading } from "./reading.ts";
import { type Row, rowOf } from "./row.ts";

/** More are asked about by the next reader, or found by the next refresh. */
const AT_MOST = 60;
const AT_ONCE = 8;
/** An account that an event told of and that is not there after this never came to be. */
const HOPELESS_MS = 60_000;

/**
 * Asks Identity about those an event told of before Identity had stored them, and notes what it says for the other readers.
 * Identity may be slow or down here: then they are asked about again.
 */
export async function answerAsks(deps: Reading, newest: readonly ChangeKey[]): Promise<Row[]> {
  const asks = newest.filter(({ kind }) => kind === "ask").slice(0, AT_MOST);
  try {
    const rows = await inParallel(asks, AT_ONCE, (ask) => answer(deps, ask));
    return rows.filter((row) => row !== undefined);
  } catch (error) {
    log("warn", "snapshot_asks_unanswered", { asks: asks.length }, error);
    return [];
  }
}

async function answer(deps: Reading, { id, key, at }: ChangeKey): Promise<Row | undefined> {
  const now = Date.now();
  const account = await getAccount(deps.identity, id);
  if (account) await noteAccount(deps, account);
  if (account || now - at > HOPELESS_MS) await deps.state.store.delete(key);
  return account && rowOf(account, now);
}
