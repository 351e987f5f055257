import type { ServerResponse } from "node:http";
import { encodeStruct } from "../go/json-encode.ts";
import { HttpError, OAuthError } from "./errors.ts";

/** An answer before it is written. Headers are lines: a name may stand more than once. */
export interface Reply {
  status: number;
  headers: [string, string][];
  body: string;
}

/** `body` is JSON text. */
export function json(status: number, body: string, headers: [string, string][] = []): Reply {
  return { status, headers: [["Content-Type", "application/json"], ...headers], body };
}

export function noContent(): Reply {
  return { status: 204, headers: [], body: "" };
}

/** What chi answers for a path it does not know. */
export function notFound(): Reply {
  return {
    status: 404,
    headers: [
      ["Content-Type", "text/plain; charset=utf-8"],
      ["X-Content-Type-Options", "nosniff"],
    ],
    body: "404 page not found\n",
  };
}

/** What chi answers for a known path: one `Allow` line per method, none for a method it has never heard of. */
export function methodNotAllowed(allowed: string[]): Reply {
  return { status: 405, headers: allowed.map((method) => ["Allow", method]), body: "" };
}

/** The answer to a thrown error; undefined for one that nobody foresaw. */
export function errorReply(error: unknown, requestId: string): Reply | undefined {
  if (error instanceof OAuthError) {
    const description = error.message === "" ? undefined : error.message;
    return json(400, encodeStruct({ error: error.code, error_description: description }));
  }
  if (!(error instanceof HttpError)) return undefined;
  const id = error.status >= 500 ? requestId : undefined;
  return json(error.status, encodeStruct({ code: error.status, msg: error.message, error_id: id }));
}

/** JSON by content, text by type: upstream forgets the header and Go guesses. It does not escape the id, either. */
export function internalError(requestId: string): Reply {
  const body = `{"code":500,"msg":"Internal server error","error_id":"${requestId}"}`;
  return { status: 500, headers: [["Content-Type", "text/plain; charset=utf-8"]], body };
}

/** Writes the lines as they are and nothing else but Date and Content-Length. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  const lines = reply.headers.flat();
  if (reply.status !== 204) lines.push("Content-Length", String(body.length));
  response.removeHeader("Connection");
  response.writeHead(reply.status, lines);
  response.end(body);
}
