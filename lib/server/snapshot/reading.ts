import type { Desk } from "#lib/server/deps.ts";

/** What reading the snapshot needs: the store it lies in, and Identity for who is to be asked about. */
export type Reading = Pick<Desk, "state" | "identity">;
