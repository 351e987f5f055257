import type { Call } from "./call.ts";

/** A body as far as the server could read it. */
export interface ReadBody {
  bytes: Buffer;
  /** Go's words for why there is no more; undefined for a whole body. */
  broken: string | undefined;
}

/** Where strictness limits them: upstream's one mebibyte, and its 30 and 60 seconds. */
const MAX_BYTES = 1024 * 1024;
const READ_MS = 30_000;
const WRITE_MS = 60_000;
const NOTHING = Buffer.alloc(0);

/** The whole body, unless strictness ends it sooner. */
export async function readBody({ app, request }: Call): Promise<ReadBody> {
  const { strictness } = app;
  const bytes = strictness.isOn("server_timeouts") ? await withinTime(request.body()) : await request.body();
  if (bytes === undefined) return { bytes: NOTHING, broken: `read tcp ${request.connection}: i/o timeout` };
  if (bytes.length <= MAX_BYTES || !strictness.isOn("body_cap")) return { bytes, broken: undefined };
  return { bytes: bytes.subarray(0, MAX_BYTES), broken: "http: request body too large" };
}

/** Runs `late` when strictness ends the time for an answer; call the result once there is one. */
export function limitAnswerTime({ strictness }: Call["app"], late: () => void): () => void {
  if (!strictness.isOn("server_timeouts")) return () => undefined;
  const timer = setTimeout(late, WRITE_MS);
  return () => clearTimeout(timer);
}

async function withinTime(body: Promise<Buffer>): Promise<Buffer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), READ_MS);
  });
  try {
    return await Promise.race([body, late]);
  } finally {
    clearTimeout(timer);
  }
}
