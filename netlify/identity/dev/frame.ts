import type { Identity } from "../server.ts";
import type { ConsoleFacts } from "./route.ts";
import type { Said } from "./said.ts";

/** What surrounds one answer. */
export interface Frame {
  identity: Identity;
  facts: ConsoleFacts;
  said: Said;
  path: string;
  query: URLSearchParams;
}
