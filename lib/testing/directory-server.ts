import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface DirectoryServer {
  /** For DESK_DIRECTORY_HTTP_URL. */
  urlTemplate: string;
  /** Raw targets it was asked for, in order. */
  asked: string[];
  headers: IncomingMessage["headers"][];
  /** How it answers from now on. */
  answer(how: (email: string, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** An outside directory that answers as a test tells it; nobody is known unless told. */
export async function startDirectoryServer(): Promise<DirectoryServer> {
  const asked: string[] = [];
  const headers: IncomingMessage["headers"][] = [];
  let how = (_email: string, response: ServerResponse) => sendJson(response, { found: false });
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    headers.push(request.headers);
    how(new URL(request.url ?? "/", "http://x").searchParams.get("email") ?? "", response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlTemplate: `http://127.0.0.1:${port}/people?email={email}`,
    asked,
    headers,
    answer: (next) => {
      how = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
