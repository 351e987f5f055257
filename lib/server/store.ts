import { getStore } from "@netlify/blobs";
import { AppError } from "./errors.ts";
import { within } from "./within.ts";

/** What we keep in Netlify Blobs, one store per kind. Keys hold only letters, digits, `-`, `_`, `.` and `/`. */
export interface Store {
  /** The parsed JSON under a key, or undefined. */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** As `get`, with the entity tag that `replace` takes. */
  getTagged(key: string): Promise<Tagged | undefined>;
  /** Writes where the value under the key is still the one with this tag, or where there is none for the tag undefined. */
  replace(key: string, value: unknown, tag: string | undefined): Promise<Replaced>;
  /** False when the key is there already; of several at once one wins. */
  setNew(key: string, value: unknown): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Keys that begin with the prefix and come behind `after`, in the order of their bytes: `atLeast` of them if there are. */
  keys(prefix: string, wanted: { after?: string; atLeast: number }): Promise<string[]>;
  /** The names one step below a prefix that ends in `/`, in the order of their bytes. */
  folders(prefix: string): Promise<string[]>;
  /** Keys that begin with the prefix, with their tags, in the order of their bytes: those of the first `pages` of 1,000. */
  entries(prefix: string, pages: number): Promise<Entry[]>;
}

export interface Tagged {
  value: unknown;
  tag: string;
}

/** `false`: somebody else was quicker and nothing was written. */
export type Replaced = { tag: string } | false;

export interface Entry {
  key: string;
  tag: string;
}

type Blobs = ReturnType<typeof getStore>;

function down(cause: unknown): AppError {
  return new AppError(
    "store_unavailable",
    "The desk's store does not answer, so nothing was changed. Try again in a moment.",
    { cause },
  );
}

const GOOD = [200, 201, 204, 304, 404, 412];

/**
 * One operation with a deadline. The client would try five times with 5 s between, and takes any answer to a conditional
 * write for success; so its `fetch` hands it a plain refusal and keeps the true reason.
 */
async function guarded<T>(name: string, deadlineMs: number, operation: (blobs: Blobs) => Promise<T>): Promise<T> {
  let failure: unknown;
  const once = (signal: AbortSignal) => async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await fetch(input, { ...init, signal }).catch((error: unknown) => {
      failure = error;
    });
    if (response && GOOD.includes(response.status)) return response;
    failure ??= new Error(`Blobs answered with status ${response?.status}`);
    return new Response(null, { status: 418 });
  };
  const inTime = within(deadlineMs, (signal) =>
    operation(getStore({ name, consistency: "strong", fetch: once(signal) })),
  );
  const result = await attempt(() => inTime);
  if (failure !== undefined) throw down(failure);
  if ("error" in result) throw down(result.error);
  return result.value;
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** The part of a deploy context that a store's name may hold. */
function plain(context: string): string {
  return context
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 40);
}

/** The name of a store kept apart for each deploy context, so that nothing a preview writes is taken for production's. */
export function storeNameIn(context: string, kind: string): string {
  return `desk-${kind}-${plain(context)}`;
}

async function taggedIn(blobs: Blobs, key: string): Promise<Tagged | undefined> {
  const found = await blobs.getWithMetadata(key, { type: "json" });
  if (!found) return undefined;
  if (found.etag === undefined) throw new Error("Blobs sent no entity tag");
  return { value: found.data, tag: found.etag };
}

async function replaceIn(blobs: Blobs, key: string, { value, tag }: Partial<Tagged>): Promise<Replaced> {
  const condition = tag === undefined ? { onlyIfNew: true } : { onlyIfMatch: tag };
  const { modified, etag } = await blobs.set(key, JSON.stringify(value), condition);
  if (!modified) return false;
  if (etag === undefined) throw new Error("Blobs sent no entity tag");
  return { tag: etag };
}

async function entriesIn(blobs: Blobs, prefix: string, pages: number): Promise<Entry[]> {
  const found: Entry[] = [];
  let left = pages;
  for await (const page of blobs.list({ prefix, paginate: true })) {
    found.push(...page.blobs.map(({ key, etag }) => ({ key, tag: etag })));
    left -= 1;
    if (left <= 0) break;
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** @throws AppError `store_unavailable` from each method, at the latest after `deadlineMs`. */
export function openStore(name: string, { deadlineMs }: { deadlineMs: number }): Store {
  const run = <T>(operation: (blobs: Blobs) => Promise<T>) => guarded(name, deadlineMs, operation);
  return {
    get: (key) => run(async (blobs) => (await blobs.get(key, { type: "json" })) ?? undefined),
    set: (key, value) => run(async (blobs) => void (await blobs.set(key, JSON.stringify(value)))),
    setNew: (key, value) =>
      run(async (blobs) => (await blobs.set(key, JSON.stringify(value), { onlyIfNew: true })).modified),
    getTagged: (key) => run((blobs) => taggedIn(blobs, key)),
    replace: (key, value, tag) => run((blobs) => replaceIn(blobs, key, { value, tag })),
    delete: (key) => run((blobs) => blobs.delete(key)),
    keys: (prefix, { after = "", atLeast }) =>
      run(async (blobs) => {
        const found: string[] = [];
        for await (const page of blobs.list({ prefix, paginate: true })) {
          found.push(...page.blobs.map((blob) => blob.key).filter((key) => key > after));
          if (found.length >= atLeast) break;
        }
        return found.sort();
      }),
    folders: (prefix) =>
      run(async (blobs) => {
        const { directories } = await blobs.list({ prefix, directories: true });
        return directories.map((path) => path.replace(/\/$/, "").slice(prefix.length)).sort();
      }),
    entries: (prefix, pages) => run((blobs) => entriesIn(blobs, prefix, pages)),
  };
}
