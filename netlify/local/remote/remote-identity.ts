import { claimsAsObject } from "#netlify/identity/jwt.ts";
import type { SiteIdentity } from "../site-identity.ts";
import { mintOperatorToken } from "./operator-token.ts";
import type { Gotrue } from "./probe.ts";
import type { GotrueProxy } from "./proxy.ts";

/** A GoTrue that runs elsewhere, as the Identity of this site. Its operator token stays here: functions get minted ones. */
export function remoteIdentity({ jwtSecret }: Gotrue, proxy: GotrueProxy): SiteIdentity {
  return {
    handle: proxy.handle,
    operatorToken: () => mintOperatorToken(jwtSecret, Date.now()),
    claimsOf: (bearer) => claimsAsObject(bearer, { secret: jwtSecret, now: Date.now() }),
  };
}
