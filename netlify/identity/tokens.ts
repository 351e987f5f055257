import type { Call } from "./call.ts";
import { encodeJson, encodeStruct } from "./go/json-encode.ts";
import { signAccessToken } from "./jwt.ts";
import { secureToken } from "./mail.ts";
import type { User } from "./models/user.ts";
import type { Transaction } from "./store/transaction.ts";

/** Whoever is part of a running server: a call, or the console. */
type Within = Pick<Call, "app">;

export interface Tokens {
  access: string;
  refresh: string;
}

/** A new session: a refresh token in the store and an access token that nobody keeps. */
export function issueTokens(call: Within, tx: Transaction, user: User): Tokens {
  const refresh = secureToken();
  tx.insertToken(refresh, user.id);
  return { access: accessToken(call, user), refresh };
}

export function tokenJson(call: Within, { access, refresh }: Tokens): string {
  return encodeStruct({
    access_token: access,
    token_type: "bearer",
    expires_in: call.app.settings.jwt.lifetime,
    refresh_token: refresh,
  });
}

/** The role column is not in it; `aud` only when there is one. */
function accessToken(call: Within, user: User): string {
  const { secret, lifetime } = call.app.settings.jwt;
  const claims = encodeStruct({
    aud: user.aud === "" ? undefined : user.aud,
    exp: Math.floor(call.app.now() / 1000) + lifetime,
    sub: user.id,
    email: user.email,
    app_metadata: { raw: encodeJson(user.app_metadata) },
    user_metadata: { raw: encodeJson(user.user_metadata) },
  });
  return signAccessToken(claims, secret);
}
