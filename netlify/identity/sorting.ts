import type { Call } from "./call.ts";
import { textOfBytes } from "./go/utf8.ts";
import { HttpError } from "./http/errors.ts";

const FIELD = "created_at";

/** Direction of the first `sort`; every one is checked. Only `created_at` can be sorted by, newest first unless told. */
export function isAscending(call: Call): boolean {
  const directions = call.request.query
    .filter(([key]) => key === "sort")
    .map(([, value]) => readDirection(textOfBytes(value)));
  return directions[0] === "asc";
}

function readDirection(sort: string): string {
  const space = sort.indexOf(" ");
  const field = space < 0 ? sort : sort.slice(0, space);
  if (field !== FIELD) throw new HttpError(400, `Bad Sort Parameters: bad field for sort '${field}'`);
  if (space < 0) return "desc";
  const given = sort.slice(space + 1);
  const direction = given.toLowerCase();
  if (direction === "asc" || direction === "desc") return direction;
  const complaint = `bad direction for sort '${given}', only 'asc' and 'desc' allowed`;
  throw new HttpError(400, `Bad Sort Parameters: ${complaint}`);
}
