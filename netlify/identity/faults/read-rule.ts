import { choiceOf, type Fields, flagOf, isAbsent, rateOf, textOf, wholeOf } from "./fields.ts";
import { meansSome, routeMatcher } from "./route-pattern.ts";
import { FAULT_KINDS, FaultError, type FaultKind, type FaultRule, HOOK_MANNERS } from "./rule.ts";

const COMMON = ["kind", "times", "after", "rate", "seed", "remove_when_spent"];
const KEYS: Record<FaultKind, readonly string[]> = {
  status: ["route", "status", "message", "body", "content_type", "after_commit"],
  rate_limit: ["route", "retry_after", "after_commit"],
  delay: ["route", "ms", "after_commit"],
  hang: ["route", "after_commit"],
  cut: ["route"],
  reset: ["route", "after_commit"],
  mail_lost: ["route", "mail"],
  mail_error: ["route", "mail"],
  hook_down: ["event", "how", "status", "body"],
  operator_token: ["seconds"],
};

const MAILS = ["invite", "confirmation", "recovery", "email_change"] as const;
const EVENTS = ["validate", "signup", "login", "usermodified", "userdeleted"] as const;
const COUNT = { from: 1, to: 1_000_000 };
const MAX_DELAY_MS = 3_600_000;

/**
 * A rule with its defaults filled in. `routes` is the route table, as `METHOD /path`. Throws FaultError for a key that is
 * unknown or means nothing to this kind, a value out of bounds, and a route that no request could have.
 */
export function readRule(fields: Fields, routes: readonly string[]): FaultRule {
  const kind = choiceOf(fields, "kind", FAULT_KINDS);
  if (kind === undefined) throw new FaultError(`Give a "kind": ${FAULT_KINDS.join(", ")}.`);
  refuseForeignKeys(fields, kind);
  const rule: FaultRule = {
    kind,
    route: readRoute(fields, kind, routes),
    times: wholeOf(fields, "times", COUNT),
    after: wholeOf(fields, "after", { from: 0, to: COUNT.to }),
    ...readChance(fields),
    remove_when_spent: flagOf(fields, "remove_when_spent"),
    after_commit: flagOf(fields, "after_commit"),
    ...readAnswer(fields, kind),
    retry_after: wholeOf(fields, "retry_after", { from: 0, to: 86_400 }),
    ms: wholeOf(fields, "ms", { from: 1, to: MAX_DELAY_MS }) ?? (kind === "delay" ? 2000 : undefined),
    mail: choiceOf(fields, "mail", MAILS),
    event: choiceOf(fields, "event", EVENTS),
    seconds: wholeOf(fields, "seconds", { from: 0, to: 120 }) ?? (kind === "operator_token" ? 2 : undefined),
  };
  return withoutAbsent(rule);
}

function refuseForeignKeys(fields: Fields, kind: FaultKind): void {
  const known = [...COMMON, ...KEYS[kind]];
  const foreign = Object.keys(fields).find((key) => !known.includes(key) && !isAbsent(fields[key]));
  if (foreign === undefined) return;
  throw new FaultError(`"${foreign}" means nothing to "${kind}", which takes ${known.slice(1).join(", ")}.`);
}

function readRoute(fields: Fields, kind: FaultKind, routes: readonly string[]): string | undefined {
  const route = textOf(fields, "route")?.trim();
  if (route === undefined) return KEYS[kind].includes("route") ? "*" : undefined;
  if (!routeMatcher(route)) {
    throw new FaultError(`"route" is ${JSON.stringify(route)}: write it like "POST /token", "* /admin/*" or "*".`);
  }
  if (route === "*" || meansSome(route, routes)) return route;
  throw new FaultError(`No route is "${route}". Those there are, without a prefix: ${routes.join(", ")}.`);
}

function readChance(fields: Fields): Pick<FaultRule, "rate" | "seed"> {
  const rate = rateOf(fields, "rate");
  const seed = wholeOf(fields, "seed", { from: 0, to: 2 ** 32 - 1 });
  if (rate === undefined && seed !== undefined) throw new FaultError('"seed" needs a "rate", like 0.2.');
  return rate === undefined ? {} : { rate, seed: seed ?? 1 };
}

type Answer = Pick<FaultRule, "status" | "message" | "body" | "content_type" | "how">;

function readAnswer(fields: Fields, kind: FaultKind): Answer {
  const body = textOf(fields, "body", { allowJson: true });
  if (kind === "hook_down") return { ...readManner(fields), body };
  const status = wholeOf(fields, "status", { from: 200, to: 599 }) ?? (kind === "status" ? 503 : undefined);
  if (status !== undefined && status < 400 && body === undefined) {
    throw new FaultError(`"status" is ${status}, which is no error: give 400 to 599, or a "body" to go with it.`);
  }
  return { status, message: textOf(fields, "message"), body, content_type: readType(fields) };
}

function readManner(fields: Fields): Pick<FaultRule, "how" | "status"> {
  const status = wholeOf(fields, "status", { from: 200, to: 599 });
  const how = choiceOf(fields, "how", HOOK_MANNERS) ?? (status === undefined ? "unreachable" : "answer");
  if (how !== "answer" && (status !== undefined || !isAbsent(fields.body))) {
    throw new FaultError(`A hook that is "${how}" answers nothing: leave "status" and "body" out.`);
  }
  return how === "answer" ? { how, status: status ?? 500 } : { how };
}

/** It becomes a header line. */
function readType(fields: Fields): string | undefined {
  const type = textOf(fields, "content_type");
  if (type === undefined || /^[\x20-\x7e]+$/.test(type)) return type;
  throw new FaultError(`"content_type" is ${JSON.stringify(type)}: give one like "text/html".`);
}

function withoutAbsent(rule: FaultRule): FaultRule {
  const present = Object.entries(rule).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), kind: rule.kind };
}
