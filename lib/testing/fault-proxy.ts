import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What the proxy does with a call instead of passing it on. */
type Fault =
  /** Answers by itself; the server behind hears nothing. */
  | { kind: "answer"; status: number; body?: string; headers?: Record<string, string> }
  /** Never answers. */
  | { kind: "hang" }
  /** Closes the connection before the server behind hears of it; something may happen there meanwhile. */
  | { kind: "drop"; meanwhile?: () => void }
  /** Lets the server behind do it, then closes the connection without its answer. */
  | { kind: "lose" }
  /** Lets the server behind do it, then answers with something else. */
  | { kind: "replace"; status?: number; body: string; headers?: Record<string, string> }
  /** Passes on what it is asked once this is done. */
  | { kind: "wait"; for: () => unknown }
  /** The real answer, with these headers instead of its own; undefined: without. */
  | { kind: "amend"; headers: Record<string, string | undefined> }
  /** Sends the real answer, one byte at a time. */
  | { kind: "drip"; everyMs: number };

interface ProxiedCall {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface FaultProxy {
  url: string;
  /** Everything that came, in order, faulty or not. */
  calls: ProxiedCall[];
  /** Applies a fault to the next `times` calls that match (all, unless told); faults are tried in the order given. */
  on(method: string, path: RegExp, fault: Fault, times?: number): void;
  /** Forgets faults and calls. */
  clear(): void;
  close(): Promise<void>;
}

interface Rule {
  method: string;
  path: RegExp;
  fault: Fault;
  left: number;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function passOn(target: string, request: IncomingMessage, body: Buffer): Promise<Response> {
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  return fetch(`${target}${request.url}`, {
    method: request.method ?? "GET",
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    body: body.length > 0 ? new Uint8Array(body) : undefined,
    redirect: "manual",
  });
}

function plainHeaders(upstream: Response): Record<string, string> {
  const {
    "content-encoding": _encoding,
    "content-length": _length,
    "transfer-encoding": _transfer,
    ...headers
  } = Object.fromEntries(upstream.headers);
  return headers;
}

async function send(response: ServerResponse, upstream: Response, fault?: Fault): Promise<void> {
  const bytes = Buffer.from(await upstream.arrayBuffer());
  const amended = { ...plainHeaders(upstream), ...(fault?.kind === "amend" && fault.headers) };
  response.writeHead(
    upstream.status,
    Object.fromEntries(Object.entries(amended).filter(([, value]) => value !== undefined)),
  );
  if (fault?.kind !== "drip") return void response.end(bytes);
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await pause(fault.everyMs);
  }
  response.end();
}

/** An HTTP proxy that misbehaves as it is told, for what a network and a server do to us. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const calls: ProxiedCall[] = [];
  const rules: Rule[] = [];

  function faultFor({ method, url = "" }: IncomingMessage): Fault | undefined {
    const rule = rules.find((known) => known.left > 0 && known.method === method && known.path.test(url));
    if (rule) rule.left -= 1;
    return rule?.fault;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    calls.push({
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: body.toString(),
    });
    const fault = faultFor(request);
    if (fault?.kind === "hang") return;
    if (fault?.kind === "drop") {
      fault.meanwhile?.();
      return void request.socket.destroy();
    }
    if (fault?.kind === "answer") return void response.writeHead(fault.status, fault.headers).end(fault.body);
    if (fault?.kind === "wait") await fault.for();
    const upstream = await passOn(target, request, body);
    if (fault?.kind === "lose") return void request.socket.destroy();
    if (fault?.kind === "replace")
      return void response.writeHead(fault.status ?? upstream.status, fault.headers).end(fault.body);
    await send(response, upstream, fault);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    on: (method, path, fault, times = Number.POSITIVE_INFINITY) =>
      void rules.push({ method, path, fault, left: times }),
    clear() {
      calls.length = 0;
      rules.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
