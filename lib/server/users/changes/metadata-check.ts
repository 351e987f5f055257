import { metadataLimits as limits, reservedAppKeys } from "#lib/contract/metadata-rules.ts";
import { attemptKey } from "#lib/contract/signup-verdict.ts";
import type { Account, Metadata } from "#lib/server/account.ts";
import { AppError } from "#lib/server/errors.ts";

export interface MetadataPatch {
  account: Account;
  of: "userMetadata" | "appMetadata";
  /** Top-level keys as they are to be; null takes one away. */
  patch: Metadata;
}

const HALF_A_CHARACTER = /\p{Cs}/u;

function isReserved(key: string, of: MetadataPatch["of"]): string | undefined {
  if (of === "appMetadata" && Object.hasOwn(reservedAppKeys, key)) return reservedAppKeys[key];
  return key === attemptKey ? "The sign-up page keeps this key for itself." : undefined;
}

function keyProblem(key: string): string | undefined {
  // Programs that copy objects key by key would set the prototype of theirs.
  if (key === "__proto__") return 'Programs take a key "__proto__" for something else. Choose another name.';
  if (key.length > limits.keyLength) return `A key has at most ${limits.keyLength} characters.`;
  return HALF_A_CHARACTER.test(key) ? "A key holds half a character (a lone surrogate), which is not kept." : undefined;
}

/** Why a value would not be kept as it is. Walks without recursion, so that no depth can overflow the stack. */
function valueProblem(value: unknown): string | undefined {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let entries = 0;
  for (let next = left.pop(); next; next = left.pop()) {
    if (typeof next.value === "string" && HALF_A_CHARACTER.test(next.value)) {
      return "A text holds half a character (a lone surrogate), which is not kept.";
    }
    if (typeof next.value !== "object" || next.value === null) continue;
    const problem = Array.isArray(next.value) ? undefined : Object.keys(next.value).map(keyProblem).find(Boolean);
    if (problem) return problem;
    const inside = Object.values(next.value);
    entries += inside.length;
    if (next.depth >= limits.depth) return `Metadata goes at most ${limits.depth} levels deep.`;
    if (entries > limits.entries) return `Metadata has at most ${limits.entries} entries.`;
    for (const child of inside) left.push({ value: child, depth: next.depth + 1 });
  }
  return undefined;
}

function weightOf({ userMetadata, appMetadata }: Pick<Account, "userMetadata" | "appMetadata">): number {
  return Buffer.byteLength(JSON.stringify(userMetadata)) + Buffer.byteLength(JSON.stringify(appMetadata));
}

/** The object after Identity's merge. */
function merged(stored: Metadata, patch: Metadata): Metadata {
  const all = new Map([...Object.entries(stored), ...Object.entries(patch)]);
  return Object.fromEntries([...all].filter(([key, value]) => value !== null || !Object.hasOwn(patch, key)));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** @throws AppError `invalid` naming the key, for what is not free to change and what would not be kept as it is. */
export function requireStorable({ account, of, patch }: MetadataPatch): undefined {
  for (const [key, value] of Object.entries(patch)) {
    const problem = isReserved(key, of) ?? (value === null ? undefined : (keyProblem(key) ?? valueProblem(value)));
    if (problem) throw new AppError("invalid", `"${key.slice(0, 100)}": ${problem}`, { field: `set.${key}` });
  }
  const before = weightOf(account);
  const after = weightOf({ ...account, [of]: merged(account[of], patch) });
  if (after <= limits.bytes || after <= before) return undefined;
  const why = "Both metadata objects ride in each token, and a larger token is refused by servers on its way";
  throw new AppError(
    "invalid",
    `That makes ${kilobytes(after)} of metadata; ${kilobytes(limits.bytes)} is the most. ${why}.`,
    {
      field: "set",
    },
  );
}

/** A sentence for whoever made metadata so large that it begins to hurt. */
export function weightNotice(account: Account): string[] {
  const weight = weightOf(account);
  if (weight <= limits.warnBytes) return [];
  const hurts = "it rides in each token, and beyond 2 kB a token may no longer fit into a cookie";
  return [`Their metadata makes ${kilobytes(weight)} now: ${hurts}.`];
}
