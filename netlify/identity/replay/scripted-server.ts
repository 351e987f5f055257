import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "./transcript.ts";

/** A call that came in, as sent. */
export interface SeenCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** An outside service that answers by script and remembers who called. */
export interface ScriptedServer {
  address: string;
  script(next: (call: SeenCall) => Answer): void;
  /** Calls since the last time this was asked. */
  takeCalls(): SeenCall[];
  close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  let calls: SeenCall[] = [];
  let next: (call: SeenCall) => Answer = () => ({ status: 200 });
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      answer(response, next(call));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    script(answers) {
      next = answers;
    },
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Each call takes the next answer; the last one stays. */
export function inTurn(answers: Answer[]): () => Answer {
  const queue = [...answers];
  return () => (queue.length > 1 ? queue.shift() : queue[0]) ?? { status: 200 };
}

async function readCall(request: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return { method: request.method ?? "", path: request.url ?? "", headers, body: Buffer.concat(chunks).toString() };
}

function answer(response: ServerResponse, { status = 200, headers = {}, body, delay_ms: delay = 0 }: Answer): void {
  setTimeout(() => {
    response.writeHead(status, headers);
    response.end(body);
  }, delay);
}
