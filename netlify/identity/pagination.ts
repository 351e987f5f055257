import type { Call } from "./call.ts";
import { parseUint } from "./go/strconv.ts";
import { encodeQuery, firstValue } from "./go/url.ts";
import { ConnectionDropped, HttpError, messageOf } from "./http/errors.ts";
import { DatabaseError } from "./store/rows.ts";

/** A page as asked for; both may be any unsigned 64-bit number. */
export interface Page {
  page: bigint;
  perPage: bigint;
}

const DEFAULT_PER_PAGE = 50n;
const STRICT_PER_PAGE = 500n;
/** Upstream puts an error with a status of its own into the text of another. */
const PER_PAGE_COMPLAINT = `400: per_page must not exceed ${STRICT_PER_PAGE}`;
/** From here on Go's signed integers turn negative and the database layer falls back to its own defaults. */
const SIGNED_LIMIT = 2n ** 63n;
const FALLBACK_PER_PAGE = 20n;

export function readPage(call: Call): Page {
  try {
    const page = readNumber(call, "page", 1n);
    const perPage = readNumber(call, "per_page", DEFAULT_PER_PAGE);
    if (perPage > STRICT_PER_PAGE && call.app.strictness.isOn("per_page_cap")) throw new Error(PER_PAGE_COMPLAINT);
    return { page, perPage };
  } catch (error) {
    throw new HttpError(400, `Bad Pagination Parameters: ${messageOf(error)}`);
  }
}

/** The rows to read for a page. Throws DatabaseError where Go's product turns over to below zero, which no SQL takes. */
export function windowOf({ page, perPage }: Page): { offset: number; limit: number } {
  const first = page === 0n || page >= SIGNED_LIMIT ? 1n : page;
  const limit = perPage >= SIGNED_LIMIT ? FALLBACK_PER_PAGE : perPage;
  const offset = BigInt.asIntN(64, (first - 1n) * limit);
  if (offset < 0n) throw new DatabaseError(`OFFSET ${offset}`);
  return { offset: Number(offset), limit: Number(limit) };
}

/** `Link` (next, prev, always last) and the total. No rows per page makes upstream divide by zero and hang up. */
export function pageHeaders(call: Call, { page, perPage }: Page, total: number): [string, string][] {
  if (perPage === 0n) throw new ConnectionDropped("per_page=0");
  const count = BigInt(total);
  const last = (count + perPage - 1n) / perPage;
  const links: string[] = [];
  if (last > page) links.push(link(call, page + 1n, "next"));
  if (page > 1n) links.push(link(call, page - 1n, "prev"));
  links.push(link(call, last, "last"));
  return [
    ["Link", links.join(", ")],
    ["X-Total-Count", String(total)],
  ];
}

function link(call: Call, page: bigint, relation: string): string {
  const others = call.request.query.filter(([key]) => key !== "page");
  return `<${call.request.path}?${encodeQuery([...others, ["page", String(page)]])}>; rel="${relation}"`;
}

function readNumber(call: Call, name: string, fallback: bigint): bigint {
  const text = firstValue(call.request.query, name) ?? "";
  return text === "" ? fallback : parseUint(text);
}
