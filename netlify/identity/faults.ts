import type { HookEvent } from "./deliveries.ts";
import { type Active, activate, CLOSED, hold, strike } from "./faults/active.ts";
import { type Answered, type Exchange, underFaults } from "./faults/on-request.ts";
import { readRule } from "./faults/read-rule.ts";
import type { Fault, FaultRule } from "./faults/rule.ts";
import type { Reply } from "./http/reply.ts";
import type { MailKind } from "./settings.ts";
import type { Outcome } from "./webhook.ts";

/** What is made to go wrong. Nothing of it outlives the process or a reset. */
export interface Faults {
  /** In the order in which they were added, which is the order in which they act. */
  list(): Fault[];
  /** A rule as a request or a form has it. Throws FaultError for one that cannot be. */
  read(fields: Record<string, unknown>): FaultRule;
  /** Throws FaultError as `read` does. */
  add(rule: FaultRule): Fault;
  /** Lets go whoever it holds; false when there is no such fault. */
  remove(id: string): boolean;
  clear(): void;
}

/** The places where faults act. */
export interface FaultyPlaces {
  onRequest(exchange: Exchange, work: () => Promise<Reply>): Promise<Answered>;
  /** What becomes of a mail this request sends; undefined: it arrives. */
  onMail(request: Asked, kind: MailKind): "mail_lost" | "mail_error" | undefined;
  /** How one try of a delivery ends instead of being made; undefined: it is made. */
  onHook(event: HookEvent, timeoutMs: number): Promise<Outcome | undefined>;
  /** How long the operator token about to be made lives, in seconds; undefined: as ever. */
  operatorSeconds(): number | undefined;
  /** Drops whoever is held. */
  close(): void;
}

interface Asked {
  method: string;
  path: string | undefined;
}

/** `table` is the route table as `METHOD /path/{name}`. */
export function createFaults(table: readonly string[]): Faults & FaultyPlaces {
  const routes = [...new Set(table.map((route) => route.replace(/(?<=.)\/$/, "")))];
  let actives: Active[] = [];
  let made = 0;
  const forget = ({ fault, ended }: Active) => {
    actives = actives.filter((each) => each.fault !== fault);
    ended.abort();
  };
  /** A spent one may still hold somebody, so it is only taken off the list. */
  const tidy = () => {
    actives = actives.filter(({ fault }) => !(fault.spent && fault.remove_when_spent));
  };
  const first = (isMine: (active: Active) => boolean): Active | undefined => {
    const found = actives.find((active) => isMine(active) && strike(active));
    tidy();
    return found;
  };
  return {
    read: (fields) => readRule(fields, routes),
    list: () => actives.map(({ fault }) => ({ ...fault })),
    add(rule) {
      made += 1;
      const active = activate(readRule({ ...rule }, routes), String(made));
      actives.push(active);
      return { ...active.fault };
    },
    remove(id) {
      const found = actives.find(({ fault }) => fault.id === id);
      if (found) forget(found);
      return found !== undefined;
    },
    clear() {
      for (const active of actives) forget(active);
    },
    onRequest: (exchange, work) => underFaults(actives, exchange, work).finally(tidy),
    onMail({ method, path = "" }, kind) {
      const isMine = ({ fault, matches }: Active) =>
        (fault.kind === "mail_lost" || fault.kind === "mail_error") &&
        (fault.mail ?? kind) === kind &&
        matches(method, path);
      const fate = first(isMine)?.fault.kind;
      return fate === "mail_lost" || fate === "mail_error" ? fate : undefined;
    },
    async onHook(event, timeoutMs) {
      const active = first(({ fault }) => fault.kind === "hook_down" && (fault.event ?? event) === event);
      return active && hookOutcome(active, timeoutMs);
    },
    operatorSeconds: () => first(({ fault }) => fault.kind === "operator_token")?.fault.seconds,
    close() {
      for (const { ended } of actives) ended.abort(CLOSED);
    },
  };
}

const NEVER_GONE = new AbortController().signal;

async function hookOutcome(active: Active, timeoutMs: number): Promise<Outcome | undefined> {
  const { id, how, status = 500, body = "" } = active.fault;
  const reason = `fault ${id} of /__dev/faults`;
  if (how === "answer") return { kind: "answer", status, headers: [], body: Buffer.from(body) };
  if (how === "broken") return { kind: "broken", reason };
  if (how === "unreachable") return { kind: "unreachable", reason };
  await hold(active, { ms: timeoutMs, gone: NEVER_GONE });
  return active.ended.signal.aborted ? undefined : { kind: "timeout" };
}
