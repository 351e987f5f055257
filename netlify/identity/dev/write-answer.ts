import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Frame } from "./frame.ts";
import { layout } from "./layout.ts";
import type { Answer } from "./route.ts";

interface Writing {
  request: IncomingMessage;
  response: ServerResponse;
  answer: Answer;
  frame: Frame;
}

const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Under no-referrer a form's own post comes from origin "null", which the guard refuses.
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // Else a page that opened this one in a window could count its frames.
  "cross-origin-opener-policy": "same-origin",
};

/** Sends an answer. A HEAD gets everything but the body. */
export function writeAnswer({ request, response, answer, frame }: Writing): void {
  const { headers, content, status } = sendingOf(answer, frame);
  // What is left of a body nobody reads would be taken for the next request.
  const closing = request.complete || request.readableEnded ? {} : { connection: "close" };
  const allow = answer.allow === undefined ? {} : { allow: answer.allow };
  response.writeHead(status, { ...HEADERS, ...headers, ...allow, ...closing });
  if (request.method === "HEAD") return void response.end();
  if (typeof content === "string" || Buffer.isBuffer(content)) return void response.end(content);
  Readable.from(content).pipe(response);
}

interface Sending {
  status: number;
  headers: Record<string, string>;
  content: string | Buffer | Iterable<string>;
}

function sendingOf(answer: Answer, frame: Frame): Sending {
  if (answer.kind === "page") {
    const policy = { "content-security-policy": policyOf(answer.formTargets) };
    const headers = { ...policy, "content-type": "text/html; charset=utf-8" };
    return { status: answer.status, headers, content: layout(answer, frame) };
  }
  const sealed = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox" };
  if (answer.kind === "json") {
    const headers = { ...sealed, "content-type": "application/json; charset=utf-8" };
    return { status: answer.status, headers, content: `${JSON.stringify(answer.value)}\n` };
  }
  if (answer.kind === "redirect") return redirect(answer, frame);
  const headers: Record<string, string> = { ...sealed, "content-type": answer.type };
  if (answer.name !== undefined) headers["content-disposition"] = `attachment; filename="${answer.name}"`;
  return { status: 200, headers, content: answer.content };
}

function redirect({ to, said }: { to: string; said: string | undefined }, frame: Frame): Sending {
  const target = /^https?:\/\//.test(to) ? to : `/__dev${to}`;
  const number = said === undefined ? "" : `${target.includes("?") ? "&" : "?"}said=${frame.said.keep(said)}`;
  return { status: 303, headers: { location: `${target}${number}` }, content: "" };
}

/** The mails in their frames inherit this: their styles count, and nothing in them loads or runs. */
function policyOf(formTargets: readonly string[]): string {
  const forms = ["'self'", ...formTargets].join(" ");
  return `default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
}
