import type { FaultRule } from "../faults/rule.ts";

/** A fault ready to be switched on. */
export interface FaultExample {
  name: string;
  about: string;
  rule: FaultRule;
}

export const FAULT_EXAMPLES: readonly FaultExample[] = [
  { name: "Identity is down", about: "Every request answers 503.", rule: { kind: "status", status: 503 } },
  { name: "Slow by 2 seconds", about: "Every request waits.", rule: { kind: "delay", ms: 2000 } },
  { name: "Identity hangs", about: "No request is answered until you remove this.", rule: { kind: "hang" } },
  {
    name: "Flaky network",
    about: "One request in five loses its connection.",
    rule: { kind: "reset", rate: 0.2, seed: 7 },
  },
  { name: "Mails get lost", about: "Whoever asked for one hears that all is well.", rule: { kind: "mail_lost" } },
  {
    name: "Mail server down",
    about: "Sign-ups and invites fail and leave nothing behind.",
    rule: { kind: "mail_error" },
  },
  {
    name: "Rate limited 3 times",
    about: "The next three requests for a session answer 429.",
    rule: { kind: "rate_limit", route: "POST /token", times: 3 },
  },
  {
    name: "Answer lost after the write",
    about: "The next account is made, and nobody hears of it. Whoever tries again meets it.",
    rule: { kind: "reset", route: "POST /admin/users", after_commit: true, times: 1 },
  },
  {
    name: "Answer cut in the middle",
    about: "Lists of accounts end after half of their bytes.",
    rule: { kind: "cut", route: "GET /admin/users" },
  },
  {
    name: "Token expires early",
    about: "The admin tokens of functions live 2 seconds at most.",
    rule: { kind: "operator_token", seconds: 2 },
  },
  {
    name: "Functions cannot be reached",
    about: "Sign-ups and logins fail with 502 where a function listens.",
    rule: { kind: "hook_down", how: "unreachable" },
  },
];
