import type { IncomingMessage, ServerResponse } from "node:http";
import type { Target } from "./request-target.ts";

/** Something behind the front door that has addresses of its own. */
export interface Room {
  owns(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, target: Target): void | Promise<void>;
}
