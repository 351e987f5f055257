import type { HookEvent } from "./deliveries.ts";
import { GoError } from "./go/error.ts";
import { decodeStruct, struct } from "./go/json-decode.ts";
import { HttpError, messageOf } from "./http/errors.ts";
import { isFinal, isGood, type Outcome, type Sent } from "./webhook.ts";

const WebhookResponse = struct("WebhookResponse", { app_metadata: "map", user_metadata: "map" });

/** What a hook said of the account; absent or null leaves what is stored. */
export type WebhookAnswer = Partial<ReturnType<typeof decodeObject>>;

/** What Identity makes of a delivery; in words for people what came back, and what came of it. */
export type Verdict =
  | { accepted: true; answer: WebhookAnswer; came: string; outcome: string }
  | { accepted: false; error: HttpError; came: string; outcome: string };

interface Hook {
  event: HookEvent;
  url: string;
  timeoutSeconds: number;
  /** A stricter upstream tells a final refusal with its own status. */
  isChoosy?: boolean;
}

/** Holds the last answer of a hook against upstream's rules. */
export function judge(hook: Hook, { outcome, attempts }: Sent): Verdict {
  try {
    const answer = decodeAnswer(bodyOf(outcome, hook));
    const came = `accepted with ${"status" in outcome ? outcome.status : 0}`;
    return { accepted: true, answer, came, outcome: `${came}, ${effectOf(answer)}` };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const came = refusal(outcome, error, attempts.length);
    return { accepted: false, error, came, outcome: `${came}; ${consequence(hook.event, error)}` };
  }
}

/** What the hook itself says of a refusal goes nowhere: every refusal has the one text. */
function bodyOf(outcome: Outcome, { url, timeoutSeconds, isChoosy }: Hook): Buffer {
  if (outcome.kind === "unreachable") throw new HttpError(502, `Failed to connect to ${url}`);
  if (outcome.kind === "broken") throw new HttpError(500, `Failed to trigger webhook to ${url}`);
  if (outcome.kind === "timeout") {
    throw new HttpError(504, `Failed to perform webhook in time frame (${timeoutSeconds} seconds)`);
  }
  if (isChoosy && isFinal(outcome.status)) {
    throw new HttpError(outcome.status, `Webhook returned status ${outcome.status}`);
  }
  if (!isGood(outcome.status)) throw new HttpError(422, "Failed to handle signup webhook");
  if (outcome.kind === "unreadable") throw new HttpError(500, `Webhook returned malformed BODY: ${outcome.reason}`);
  return outcome.body;
}

function decodeObject(body: Buffer) {
  return decodeStruct(body, WebhookResponse);
}

function decodeAnswer(body: Buffer): WebhookAnswer {
  if (body.length === 0) return {};
  try {
    return decodeObject(body);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new HttpError(500, `Webhook returned malformed JSON: ${messageOf(error)}`);
  }
}

function effectOf({ app_metadata, user_metadata }: WebhookAnswer): string {
  const names = [app_metadata && "app_metadata", user_metadata && "user_metadata"].filter(Boolean);
  return names.length > 0 ? `${names.join(" and ")} replaced` : "nothing to change";
}

function refusal(outcome: Outcome, error: HttpError, tries: number): string {
  const times = tries === 1 ? "" : `, ${tries} times`;
  if (outcome.kind === "timeout") return `no answer in time${times}`;
  if (outcome.kind === "unreachable") return `not reachable (${outcome.reason})`;
  if (outcome.kind === "broken") return `broke off without an answer (${outcome.reason})`;
  if (isGood(outcome.status)) return `answered ${outcome.status} with a body that cannot be read: ${error.message}`;
  return `refused with ${outcome.status}${times}`;
}

/** After an admin's change there is nothing left to stop. */
function consequence(event: HookEvent, { status }: HttpError): string {
  if (event === "usermodified" || event === "userdeleted") return "the change stands, for this event comes after it";
  return `Identity gives up with ${status}`;
}
