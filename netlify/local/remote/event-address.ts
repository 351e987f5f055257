import type { IncomingMessage, ServerResponse } from "node:http";
import { answerPlainly } from "../plain-answer.ts";
import { MAX_FUNCTION_BODY, readBody } from "../request-body.ts";
import type { Room } from "../room.ts";
import { openLetter } from "./delivery.ts";
import { dispatch, type Verdict } from "./dispatch.ts";

/** What GOTRUE_WEBHOOK_URL names, below our public address. */
export const EVENT_PATH = "/.netlify/identity-events";

export interface EventAddressOptions {
  /** Signs GoTrue's deliveries. */
  secret: string;
  /** Signs what functions get. */
  key: string;
  /** Addresses of the functions, by event. */
  hooks(): Record<string, string[]>;
  log(line: string): void;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function answer(response: ServerResponse, { status, contentType, body }: Verdict): void {
  response.writeHead(status, {
    ...(contentType && { "content-type": contentType }),
    "cache-control": "no-store",
    "content-length": body.length,
  });
  response.end(body);
}

/** The one address that GoTrue tells of every event. What GoTrue did not sign is refused, and no function hears of it. */
export function eventAddress({ secret, key, hooks, log }: EventAddressOptions): Room {
  function refuse(response: ServerResponse, why: string): void {
    log(`Refused a delivery at ${EVENT_PATH}: ${why}`);
    answerPlainly(response, 401, `Only the GoTrue of this site calls this address: ${why}.`, { connection: "close" });
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const signature = one(request.headers["x-webhook-signature"]);
    if (!signature) return refuse(response, "no signature");
    const body = await readBody(request, MAX_FUNCTION_BODY);
    if (!body) return refuse(response, "larger than the 6 MB a function may get");
    const letter = { event: one(request.headers["x-netlify-event"]), signature, body };
    const delivery = openLetter(letter, { secret, nowMs: Date.now() });
    if ("refused" in delivery) return refuse(response, delivery.refused);
    answer(response, await dispatch({ delivery, urls: hooks()[delivery.event] ?? [], key, log }));
  }

  return {
    owns: (path) => path.replace(/\/$/, "") === EVENT_PATH,
    handle(request, response) {
      if (request.method === "POST") return receive(request, response);
      answerPlainly(response, 405, "GoTrue posts its events here; there is nothing to see.", { allow: "POST" });
    },
  };
}
