import type { Call, Endpoint, Output } from "#lib/contract/endpoint.ts";
import { markAccepted } from "./account.ts";
import { ApiError, readError, readJson, unexpectedAnswer, unreachable } from "./api-error.ts";
import { siteUrl } from "./base.ts";
import { bearer, dropSession, renewBearer, signInAgain } from "./bearer.ts";

const timeLimit = 30_000;

/**
 * Calls one endpoint of the contract: the only fetch in the browser besides gotrue-js. A session that has ended asks the
 * person to sign in again and then repeats the request, which the server never ran. `signal` calls it off.
 * @throws ApiError
 */
export async function call<const Row extends Endpoint>(
  row: Row,
  input: Call<Row> & { signal?: AbortSignal },
): Promise<Output<Row>> {
  const response = row.action === "public" ? await send(row, input) : await sendSignedIn(row, input);
  if (!response.ok) throw await readError(response);
  const parsed = row.response.safeParse(await readJson(response));
  if (!parsed.success) throw unexpectedAnswer(response.status);
  return parsed.data as Output<Row>;
}

async function sendSignedIn(row: Endpoint, input: Parts): Promise<Response> {
  const response = await send(row, input, await bearer());
  if (response.ok) markAccepted();
  if (response.status !== 401) return response;
  // The clocks may disagree about an hour that is over; a fresh token settles it.
  const renewed = await send(row, input, await renewBearer());
  if (renewed.status !== 401) return renewed;
  dropSession();
  await signInAgain();
  return send(row, input, await bearer());
}

async function send(row: Endpoint, input: Parts, token?: string): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (input.body !== undefined) headers.set("content-type", "application/json");
  const inTime = AbortSignal.timeout(timeLimit);
  try {
    return await fetch(address(row, input), {
      method: row.method,
      headers,
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      credentials: "omit",
      signal: input.signal ? AbortSignal.any([input.signal, inTime]) : inTime,
    });
  } catch (cause) {
    throw Object.assign(unreachable(), { cause });
  }
}

interface Parts {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  /** Calls it off. */
  signal?: AbortSignal;
}

/** The row's path with its parameters filled in: `/desk/api/users/3f…?page=2`. */
export function address(row: Pick<Endpoint, "path">, input: Parts): string {
  const params = new Map(entries(input.params));
  const path = row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params.get(name) ?? ""));
  const query = new URLSearchParams(entries(input.query)).toString();
  return siteUrl(`/api${path}${query && `?${query}`}`);
}

function entries(part: unknown): [string, string][] {
  return Object.entries(part ?? {}).flatMap(([key, value]) =>
    value === undefined || value === "" ? [] : [[key, String(value)]],
  );
}

/** What went wrong, in one sentence, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong on this page. Reload it and try again.";
}
