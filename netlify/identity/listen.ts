import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";

/** As Go's server: a mebibyte of request line and headers, and a little more. */
const MAX_HEADER_BYTES = 1024 * 1024 + 4096;
/** node drops an idle connection after five seconds, often just when a client sends on it. */
const IDLE_MS = 120_000;
const UNKNOWN_METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r?\n/;
const PLAIN_HEADERS = "Content-Type: text/plain; charset=utf-8\r\nConnection: close";

const NO_PORT: Record<string, string> = {
  EADDRINUSE: "is taken. Stop what listens there, or choose another with --port.",
  EACCES: "is not for this user. Choose another with --port, above 1023.",
};

export interface Listening {
  port: number;
  /** Stops taking connections, ends those there are, and resolves when all are gone. */
  close(): Promise<void>;
}

/** For web sockets; without it they are refused. */
type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Serves on the loopback address only; port 0 takes any free one. Rejects with one sentence when the port is taken. */
export async function listen(listener: RequestListener, port: number, upgrade?: UpgradeListener): Promise<Listening> {
  const options = { maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false, keepAliveTimeout: IDLE_MS };
  const server = createServer(options, listener);
  server.on("clientError", (error: ClientError, socket: Socket) => refuse(error, socket));
  const upgraded = new Set<Duplex>();
  if (upgrade) {
    server.on("upgrade", (request, socket, head) => {
      upgraded.add(socket);
      socket.on("close", () => upgraded.delete(socket));
      upgrade(request, socket, head);
    });
  }
  await bind(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        // The server counts these as its own, and lets go of them never.
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

/** A port that nobody has just now. */
export async function freePort(): Promise<number> {
  const { port, close } = await listen(() => undefined, 0);
  await close();
  return port;
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = NO_PORT[error.code ?? ""];
      reject(why === undefined ? error : new Error(`Port ${port} ${why}`));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

type ClientError = Error & { code?: string; rawPacket?: Buffer };

/** node's parser knows a list of methods; upstream answers 405 for any other, and words its own 400 and 431. */
function refuse(error: ClientError, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  if (error.code === "HPE_INVALID_METHOD" && UNKNOWN_METHOD.test(error.rawPacket?.toString("latin1") ?? "")) {
    return void socket.end(
      "HTTP/1.1 405 Method Not Allowed\r\nVary: Origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
  }
  const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\n${PLAIN_HEADERS}\r\n\r\n${status}`);
}
