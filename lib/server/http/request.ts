import type * as z from "zod/mini";
import { isKeptExactly } from "#lib/contract/exact-number.ts";
import { AppError } from "#lib/server/errors.ts";
import { readCapped } from "#lib/server/read-capped.ts";

const MAX_BODY_BYTES = 256_000;
const MAX_DEPTH = 16;
const MAX_KEYS = 1_000;

/** A query as an object; a name given twice becomes a list, which no schema of ours takes. */
export function queryOf(search: URLSearchParams): Record<string, unknown> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** Walks without recursion, so that no depth can overflow the stack. */
function isModest(value: unknown): boolean {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  let keys = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    const inside = Object.values(next.value);
    keys += inside.length;
    if (next.depth > MAX_DEPTH || keys > MAX_KEYS) return false;
    for (const child of inside) left.push({ value: child, depth: next.depth + 1 });
  }
  return true;
}

/** The JSON body. @throws AppError `not_json_type`, `too_large`, `not_json`. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError("not_json_type", "Send the body as JSON, with the content type application/json.");
  }
  const tooLarge = new AppError("too_large", `A body has at most ${MAX_BODY_BYTES / 1000} kB.`);
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge;
  const bytes = await readCapped(request.body, MAX_BODY_BYTES);
  if (!bytes) throw tooLarge;
  const body = parsed(bytes);
  if (isModest(body)) return body;
  throw new AppError("too_large", `A body is at most ${MAX_DEPTH} levels deep and has at most ${MAX_KEYS} entries.`);
}

function parsed(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const body: unknown = JSON.parse(text);
    requireExactNumbers(text);
    return body;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("not_json", "The body is not JSON in UTF-8.", { cause });
  }
}

/** Texts are passed over, for they may hold digits. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Reading would round them without a word. @throws AppError `invalid` with the first number that is not kept. */
function requireExactNumbers(json: string): void {
  for (const [token] of json.matchAll(TEXTS_AND_NUMBERS)) {
    if (token.startsWith('"') || isKeptExactly(token)) continue;
    const stored = JSON.stringify(Number(token));
    const number = token.length > 40 ? `${token.slice(0, 40)}…` : token;
    const why = `The number ${number} would be kept as ${stored}, for Identity has about 17 digits.`;
    throw new AppError("invalid", `${why} Put it in quotes to keep it as it is.`);
  }
}

/** What zod says where the contract has no words of its own. */
const SILENT = "Invalid input";

/** @throws AppError `invalid` naming the field as the request names it. */
export function parseInput<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [key] = issue.keys;
    throw new AppError("invalid", `There is no field "${key}" here.`, { field: [...issue.path, key].join(".") });
  }
  const field = issue?.path.join(".") || undefined;
  const message =
    issue && issue.message !== SILENT ? issue.message : `${field ?? "The body"} is missing or not what is expected.`;
  throw new AppError("invalid", message, { field });
}
