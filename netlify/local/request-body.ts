import type { IncomingMessage } from "node:http";

/** Netlify hands a function at most this much, buffered. */
export const MAX_FUNCTION_BODY = 6 * 1024 * 1024;

/** The whole body, or undefined when it is larger than allowed; the rest is then left unread. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > limit) return undefined;
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}
