import type { Identity } from "../server.ts";

/** A line on every page while something here is not as it is elsewhere, with the page that sets it right. */
export interface Notice {
  text: string;
  /** Path below `/__dev`. */
  path: string;
  /** Words of the link. */
  action: string;
}

type Watch = (identity: Identity) => Notice | undefined;

const WATCHES: readonly Watch[] = [];

export function noticesOf(identity: Identity): Notice[] {
  return WATCHES.flatMap((watch) => watch(identity) ?? []);
}
