import type { IncomingMessage } from "node:http";
import { trim } from "../go/trim.ts";
import { parseQuery, parseTarget } from "../go/url.ts";
import { textOfBytes } from "../go/utf8.ts";

/** A request as it came over the wire: nothing cleaned, decoded twice or merged. */
export interface WireRequest {
  method: string;
  /** `http://localhost:9999`: how a browser on this machine reaches this server, whatever it came through. */
  origin: string;
  /** Of whoever connected, without the port. */
  address: string;
  /** `127.0.0.1:9999->127.0.0.1:53412`, as Go writes a connection in an error. */
  connection: string;
  /** What routes are matched on; undefined for a target that no handler ever sees. */
  path: string | undefined;
  /** Query pairs, one character per byte. */
  query: [string, string][];
  /** First line of a header, even if that is empty; outer blanks trimmed. */
  header(name: string): string | undefined;
  /** Every line of a header. */
  headers(name: string): string[];
  /** A header as UTF-8 text, empty when absent. */
  text(name: string): string;
  /** A body was announced, be it empty. */
  hasBody: boolean;
  /** The whole body; the same bytes at every call. */
  body(): Promise<Buffer>;
}

/** `prefix` is what the front door serves us under; it is cut off the raw target. */
export function readRequest(incoming: IncomingMessage, prefix: string): WireRequest {
  const target = parseTarget(withoutPrefix(incoming.url ?? "/", prefix));
  const lines = headerLines(incoming.rawHeaders);
  const headers = (name: string) => lines.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
  const header = (name: string) => headers(name)[0];
  const { socket } = incoming;
  let body: Promise<Buffer> | undefined;
  return {
    method: incoming.method ?? "GET",
    origin: ownOrigin(incoming),
    address: socket.remoteAddress ?? "",
    connection: `${socket.localAddress}:${socket.localPort}->${socket.remoteAddress}:${socket.remotePort}`,
    path: target?.path,
    query: parseQuery(target?.query ?? ""),
    header,
    headers,
    text: (name) => textOfBytes(header(name) ?? ""),
    hasBody: header("transfer-encoding") !== undefined || Number(header("content-length") ?? 0) > 0,
    body() {
      body ??= readBody(incoming);
      return body;
    },
  };
}

/** The Host is believed only where it names the port that was really connected to: a proxy passes on its own. */
function ownOrigin({ socket, headers }: IncomingMessage): string {
  const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${socket.localPort}`);
  const host = headers.host?.toLowerCase() ?? "";
  return `http://${names.includes(host) ? host : names[0]}`;
}

function withoutPrefix(url: string, prefix: string): string {
  const local = url.replace(/^https?:\/\/[^/?]*/i, "");
  if (prefix === "" || !local.startsWith(prefix)) return local;
  const rest = local.slice(prefix.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function headerLines(raw: string[]): [string, string][] {
  const lines: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    lines.push([(raw[index] ?? "").toLowerCase(), trim(raw[index + 1] ?? "", " \t")]);
  }
  return lines;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
