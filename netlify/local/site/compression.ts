import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** Below this a compressed body is hardly smaller, or larger. */
const WORTH_IT = 512;

export type Encoding = "br" | "gzip";

/** The better of the encodings that a client accepts. */
export function acceptedEncoding(header: string | undefined): Encoding | undefined {
  const refused = /\b(br|gzip)\s*;\s*q=0(\.0*)?\s*(,|$)/g;
  const accepted = (header ?? "").replace(refused, "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

/** The body in that encoding, or undefined where it is too small to gain anything. Quality from 1, fast, to 9. */
export async function compress(body: Buffer, encoding: Encoding, quality = 9): Promise<Buffer | undefined> {
  if (body.length < WORTH_IT) return undefined;
  if (encoding === "gzip") return zip(body, { level: quality });
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
