import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sameSecret } from "#netlify/identity/same-secret.ts";

/** The addresses that the stand-in knows; a sign-up with one of them is refused. */
export const KNOWN_ADDRESSES: readonly string[] = [
  "ines.legacy@example.com",
  "jurgen.legacy@example.com",
  "known@example.com",
  "maria.legacy@example.com",
];

const NAMES = ["Ines Moreira", "Jürgen Weiß", "Kim Known", "Maria Legacy"];

export interface LegacyDirectory {
  /** With `{email}` where the address goes. */
  urlTemplate: string;
  /** The header it asks for, `Name: value`. */
  header: string;
  close(): Promise<void>;
}

function answerFor(email: string) {
  const wanted = email.trim().toLowerCase().normalize("NFC");
  const index = KNOWN_ADDRESSES.indexOf(wanted);
  if (index < 0) return { found: false };
  return { found: true, person: { id: `L-${1001 + index}`, email: KNOWN_ADDRESSES[index], name: NAMES[index] } };
}

/**
 * A stand-in for the outside system that already knows some people, on a loopback port of its own:
 * `GET /people?email=` with `X-Api-Key` answers `{found, person?}`.
 */
export async function startLegacyDirectory(key: string): Promise<LegacyDirectory> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify(value));
    };
    if (!sameSecret(String(request.headers["x-api-key"] ?? ""), key))
      return answer(401, { error: "X-Api-Key is missing or wrong" });
    if (request.method !== "GET" || url.pathname !== "/people") return answer(404, { error: "GET /people?email=" });
    const email = url.searchParams.get("email");
    if (!email) return answer(400, { error: "email is missing" });
    return answer(200, answerFor(email));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    urlTemplate: `http://127.0.0.1:${port}/people?email={email}`,
    header: `X-Api-Key: ${key}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
