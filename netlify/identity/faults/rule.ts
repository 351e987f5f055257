import type { HookEvent } from "../deliveries.ts";
import type { MailKind } from "../settings.ts";

export const FAULT_KINDS = [
  "status",
  "rate_limit",
  "delay",
  "hang",
  "cut",
  "reset",
  "mail_lost",
  "mail_error",
  "hook_down",
  "operator_token",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const HOOK_MANNERS = ["unreachable", "hang", "broken", "answer"] as const;
export type HookManner = (typeof HOOK_MANNERS)[number];

/** What is to go wrong, and when. Its names are those of the HTTP API. */
export interface FaultRule {
  kind: FaultKind;
  /** "POST /token", "GET /admin/users/{id}", "* /admin/*" or "*"; absent: every route. */
  route?: string;
  /** How often it acts; absent: until it is removed. */
  times?: number;
  /** So many pass first. */
  after?: number;
  /** Acts with this probability, from a sequence that `seed` begins: the same at every run. */
  rate?: number;
  seed?: number;
  /** Else it stays in the list, with its count. */
  remove_when_spent?: boolean;
  /** The work is done, and only its answer goes wrong. */
  after_commit?: boolean;
  /** The answer of `status`, and of a hook that answers. */
  status?: number;
  /** Replaces GoTrue's text of that status. */
  message?: string;
  /** Replaces the whole body. */
  body?: string;
  content_type?: string;
  /** Seconds in `Retry-After`; absent: no such header, as upstream. */
  retry_after?: number;
  /** How long a request waits. */
  ms?: number;
  mail?: MailKind;
  /** Absent: every event. */
  event?: HookEvent;
  how?: HookManner;
  /** At most so long does an operator token live. */
  seconds?: number;
}

export interface Fault extends FaultRule {
  id: string;
  /** How many it could have acted on. */
  seen: number;
  /** How many it acted on. */
  hits: number;
  /** It has acted `times` times and does so no more. */
  spent: boolean;
}

/** A rule that cannot be, in words that help. */
export class FaultError extends Error {
  override name = "FaultError";
}
