import { openStore, type Store } from "./store.ts";

/**
 * What we remember of Identity's state. It is one for all deploys of the site, since they share the Identity: what an
 * invite from a preview leaves must be found by production's event function.
 */
export interface State {
  store: Store;
  keys: ReturnType<typeof stateKeys>;
  /** Keys the hashes that stand for addresses. */
  secret: string;
}

function stateKeys(instance: string) {
  return {
    ownerPin: (hash: string) => `${instance}/owners/${hash}`,
    verdict: (hash: string) => `${instance}/verdicts/${hash}`,
    /** An empty note is what all notes about this account begin with. */
    note: (account: string, note: string) => `${instance}/notes/${account}/${note}`,
    refusal: (hash: string) => `${instance}/refusals/${hash}`,
    pass: (hash: string) => `${instance}/passes/${hash}`,
    passUse: (hash: string, pass: string) => `${instance}/passes/${hash}.${pass}`,
    /** When a suspension ends, by its time; see `users/suspension-ends.ts`. */
    suspensionEnd: (path: string) => `${instance}/suspension-ends/${path}`,
    /** What is still to be done where somebody is being erased; see `erasing/job.ts`. */
    erasing: (account: string) => `${instance}/erasing/${account}`,
    /** Stopped signups, counted by day. */
    refused: (path: string) => `${instance}/refused/${path}`,
    /** Everybody, as read last; see `snapshot/keys.ts`. */
    snapshot: (path: string) => `${instance}/snapshot-1/${path}`,
  };
}

export interface StateOptions {
  instance: string;
  secret: string;
  deadlineMs: number;
}

export function openState({ instance, secret, deadlineMs }: StateOptions): State {
  return { store: openStore("desk-state", { deadlineMs }), keys: stateKeys(instance), secret };
}

/** A record with an end; what is older counts as gone. Times in ms since 1970. */
export function isAlive(record: unknown, now: number): record is { until: number } {
  return (
    typeof record === "object" &&
    record !== null &&
    "until" in record &&
    typeof record.until === "number" &&
    record.until > now
  );
}
