import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { FrontDoor } from "./front-door.ts";

export interface Listener {
  port: number;
  /** From now on requests are answered; those that came too early, first. */
  open(door: FrontDoor): void;
  close(): Promise<void>;
}

/**
 * Takes the port, on the loopback address only, before anything slow begins: whoever else has it is told of at once.
 * Nothing is answered until the door is open.
 */
export async function listen(port: number): Promise<Listener> {
  let door: FrontDoor | undefined;
  const early: [IncomingMessage, ServerResponse][] = [];
  // As much as GoTrue reads: a token carries both metadata objects, and Node would stop at 16 kB.
  const server = createServer({ maxHeaderSize: 1024 * 1024 + 4096 }, (request, response) => {
    if (door) return door.handle(request, response);
    early.push([request, response]);
  });
  // Longer than clients keep a connection, so that none is closed just as it is used again.
  server.keepAliveTimeout = 120_000;
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    if (!door) return socket.destroy();
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket));
    door.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken. Stop what uses it, or choose another with --port.`;
      reject(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    open(ready) {
      door = ready;
      for (const [request, response] of early.splice(0)) ready.handle(request, response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        // The server counts these as its own, and lets go of them never.
        for (const socket of upgraded) socket.destroy();
      }),
  };
}
