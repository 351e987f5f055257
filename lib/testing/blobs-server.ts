import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openBlobs } from "#netlify/local/blobs.ts";
import { parseTarget } from "#netlify/local/request-target.ts";

const SITE_ID = "10ca1000-0000-4000-8000-00000000b10b";
const TOKEN = "a-token-for-the-blobs-of-a-test";

export interface BlobsServer {
  url: string;
  siteId: string;
  /** What `NETLIFY_BLOBS_CONTEXT` is for functions that reach the server at this address. */
  contextAt(url: string): string;
  close(): Promise<void>;
}

/** The local Blobs by themselves, for handlers that run in the test's own process; from a file that a test has filled. */
export async function startBlobsServer(path?: string): Promise<BlobsServer> {
  const blobs = openBlobs({ siteId: SITE_ID, token: TOKEN, ...(path !== undefined && { path }) });
  const server = createServer((request, response) => {
    const target = parseTarget(request.url);
    if (target) void blobs.handle(request, response, target);
    else response.writeHead(400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    siteId: SITE_ID,
    contextAt(url) {
      const context = { edgeURL: url, uncachedEdgeURL: url, siteID: SITE_ID, token: TOKEN };
      return Buffer.from(JSON.stringify(context)).toString("base64");
    },
    close: () =>
      new Promise((resolve) => {
        blobs.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
