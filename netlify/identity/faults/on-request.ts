import type { ServerResponse } from "node:http";
import { ConnectionDropped } from "../http/errors.ts";
import type { Reply } from "../http/reply.ts";
import { type Active, hold, strike } from "./active.ts";
import { rateLimitReply, statusReply } from "./replies.ts";
import type { FaultKind } from "./rule.ts";

/** A request that faults may act on. */
export interface Exchange {
  method: string;
  path: string;
  requestId: string;
  /** `Set-Cookie` lines of the answer; an answer that takes its place has none of them. */
  cookies: string[];
  response: ServerResponse;
}

/** An answer, and whether only half of its body is to leave. */
export interface Answered {
  reply: Reply;
  isCut: boolean;
}

const KINDS: ReadonlySet<FaultKind> = new Set(["status", "rate_limit", "delay", "hang", "cut", "reset"]);

/** Runs the work of a request under faults: those that act before it, and those that spoil only its answer. */
export async function underFaults(
  actives: readonly Active[],
  exchange: Exchange,
  work: () => Promise<Reply>,
): Promise<Answered> {
  const { method, path } = exchange;
  const mine = actives.filter(({ fault, matches }) => KINDS.has(fault.kind) && matches(method, path));
  if (mine.length === 0) return { reply: await work(), isCut: false };
  const gone = goneSignal(exchange.response);
  for (const active of mine.filter((each) => !isLate(each))) {
    const reply = strike(active) ? await act(active, exchange, gone) : undefined;
    if (reply) return { reply, isCut: false };
  }
  const reply = await work();
  for (const active of mine.filter(isLate)) {
    if (!strike(active)) continue;
    if (active.fault.kind === "cut") return { reply, isCut: true };
    const instead = await act(active, exchange, gone);
    if (!instead) continue;
    exchange.cookies.length = 0;
    return { reply: instead, isCut: false };
  }
  return { reply, isCut: false };
}

/** Only an answer can be cut, so there has to be one. */
function isLate({ fault }: Active): boolean {
  return fault.kind === "cut" || fault.after_commit === true;
}

/** An answer in place of the real one, or undefined after a wait. Throws ConnectionDropped. */
async function act(active: Active, exchange: Exchange, gone: AbortSignal): Promise<Reply | undefined> {
  const { fault } = active;
  if (fault.kind === "status") return statusReply(fault, exchange);
  if (fault.kind === "rate_limit") return rateLimitReply(fault, exchange);
  if (fault.kind === "delay") await hold(active, { ms: fault.ms, gone });
  if (fault.kind === "hang") await hold(active, { gone });
  if (fault.kind !== "reset") return undefined;
  exchange.response.socket?.resetAndDestroy();
  throw new ConnectionDropped(`fault ${fault.id}`);
}

function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once("close", () => gone.abort());
  return gone.signal;
}
