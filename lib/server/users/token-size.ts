import type { TokenSize } from "#lib/contract/users.ts";
import type { Account } from "#lib/server/account.ts";

/** `{"alg":"HS256","kid":"nf-ident","typ":"JWT"}`, the same for all. */
const HEADER_BYTES = 44;
const SIGNATURE_BYTES = 32;
/** As many digits as every time of this and the next centuries. */
const SOME_TIME = 1_800_000_000;
const NAMED = 5;

/** Go writes these as `\u003c`, also where JSON need not. */
function asGo(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, "\\u0000");
}

const bytesOf = (text: string) => Buffer.byteLength(text);

/** Base64url without padding. */
function encoded(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/**
 * How long somebody's access token is, as GoTrue will write it at their next sign-in or renewal: both metadata objects ride
 * in it whole. The largest keys come first, each with what it adds.
 */
export function tokenSize({ id, audience, email, appMetadata, userMetadata }: Account): TokenSize {
  const claims = {
    ...(audience !== "" && { aud: audience }),
    exp: SOME_TIME,
    sub: id,
    email,
    app_metadata: appMetadata,
    user_metadata: userMetadata,
  };
  const parts = [HEADER_BYTES, bytesOf(asGo(claims)), SIGNATURE_BYTES];
  const bytes = parts.reduce((sum, part) => sum + encoded(part), 0) + parts.length - 1;
  const keys = [...keysOf("app_metadata", appMetadata), ...keysOf("user_metadata", userMetadata)];
  return { bytes, largest: keys.sort((a, b) => b.bytes - a.bytes).slice(0, NAMED) };
}

function keysOf(where: TokenSize["largest"][number]["in"], metadata: Account["appMetadata"]): TokenSize["largest"] {
  return Object.entries(metadata).map(([key, value]) => ({
    in: where,
    key,
    bytes: encoded(bytesOf(`${asGo(key)}:${asGo(value)},`)),
  }));
}
