import { encodeStruct } from "#netlify/identity/go/json-encode.ts";
import { signPlain } from "#netlify/identity/jwt.ts";

const LIFE_S = 120;

/** The token that hosted Netlify gives a function for one call: GoTrue takes subject "0" for its super-admin. */
export function mintOperatorToken(jwtSecret: string, nowMs: number): string {
  return signPlain(encodeStruct({ exp: Math.floor(nowMs / 1000) + LIFE_S, sub: "0" }), jwtSecret);
}
