import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { openSiteProxy } from "./site-proxy.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

it("outlives a web socket whose client resets it before the site answered, and lets go of the site", async () => {
  const site = createTcpServer();
  const arrived = once(site, "connection");
  const proxy = openSiteProxy(`http://127.0.0.1:${await portOf(site)}`, { absent: "nobody" });
  const door = createServer((_, response) => void response.end("still here"));
  door.on("upgrade", proxy.upgrade);
  const port = await portOf(door);
  const client = connect(port, "127.0.0.1");
  client.write("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const [upstream] = await arrived;
  const left = once(upstream.resume(), "close");
  client.resetAndDestroy();
  await left;
  expect(await fetch(`http://127.0.0.1:${port}`).then((r) => r.text())).toBe("still here");
});
