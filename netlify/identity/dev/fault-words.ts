import type { Fault, FaultRule } from "../faults/rule.ts";

const MAILS = {
  invite: "invites",
  confirmation: "confirmations",
  recovery: "recovery mails",
  email_change: "e-mail change mails",
};
const HOOKS = {
  unreachable: "cannot be reached",
  hang: "never answer",
  broken: "break the connection",
  answer: "answer",
};

/** What a fault does, as a sentence without its end: "POST /token answers 503". */
export function deedInWords(rule: FaultRule): string {
  const { kind, mail } = rule;
  if (kind === "operator_token") return `tokens of functions live ${rule.seconds} seconds at most`;
  if (kind === "hook_down") return hookInWords(rule);
  if (kind === "mail_lost") return `${mail ? MAILS[mail] : "mails"}${from(rule)} get lost`;
  if (kind === "mail_error") return `the mail server is down for ${mail ? MAILS[mail] : "mails"}${from(rule)}`;
  return `${routeInWords(rule)} ${requestDeed(rule)}${rule.after_commit ? ", after the work is done" : ""}`;
}

/** When it does so: "the next 3 times, after 1 that passes, by a chance of 20 %". */
export function momentsInWords({ times, after, rate, seed, hits }: Fault): string {
  const left = times === undefined ? undefined : times - hits;
  return [
    left === undefined ? "until it is removed" : left === 1 ? "once more" : `${left} times more`,
    after !== undefined && after > 0 && `the first ${after === 1 ? "one passes" : `${after} pass`}`,
    rate !== undefined && `by a chance of ${Number((rate * 100).toFixed(2))} %, seed ${seed}`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}

function requestDeed({ kind, status, body, ms, retry_after }: FaultRule): string {
  if (kind === "status") return `answers ${status}${body === undefined ? "" : " with a body of your own"}`;
  if (kind === "rate_limit")
    return `answers 429${retry_after === undefined ? "" : ` with Retry-After: ${retry_after}`}`;
  if (kind === "delay") return `is ${(ms ?? 0) / 1000} s slower`;
  if (kind === "hang") return "never answers";
  return kind === "cut" ? "breaks off in the middle of its answer" : "drops the connection";
}

function hookInWords({ event, how = "unreachable", status, body }: FaultRule): string {
  const whose = event === undefined ? "all event hooks" : `the hooks of ${event}`;
  const answer = how === "answer" ? ` ${status}${body === undefined ? "" : " with a body of your own"}` : "";
  return `${whose} ${HOOKS[how]}${answer}`;
}

function routeInWords({ route = "*" }: FaultRule): string {
  return route === "*" ? "every request" : route;
}

function from({ route = "*" }: FaultRule): string {
  return route === "*" ? "" : ` from ${route}`;
}
