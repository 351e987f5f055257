import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { craftToken } from "#lib/testing/jwt.ts";
import { type Delivery, distrust } from "./signature.ts";

const SECRET = "the secret of this Identity";
const INSTANCE = "00000000-0000-0000-0000-000000000000";
const NOW = 1_780_000_000_000;
const body = Buffer.from(`{"event":"login","instance_id":"${INSTANCE}","user":{}}`);
const claims = {
  iss: "gotrue",
  sub: INSTANCE,
  iat: NOW / 1000,
  sha256: createHash("sha256").update(body).digest("hex"),
};

function delivery(more: Partial<Delivery> = {}): Delivery {
  const signature = craftToken(claims, { secret: SECRET });
  return {
    event: "login",
    eventHeader: "identity_login",
    signature,
    body,
    bodyEvent: "login",
    instance: INSTANCE,
    secret: SECRET,
    now: NOW,
    ...more,
  };
}
const signed = (changed: object, secret = SECRET, header = {}) =>
  craftToken({ ...claims, ...changed }, { secret, header });

describe("a delivery", () => {
  it("is trusted when Identity signed this body for this event just now", () => {
    expect(distrust(delivery())).toBeUndefined();
    expect(distrust(delivery({ now: NOW + 290_000 }))).toBeUndefined();
  });

  it.each<[string, Partial<Delivery>]>([
    ["S65 without a signature", { signature: null }],
    ["S65 with an empty one", { signature: "" }],
    ["S65 with half of one", { signature: "a.b" }],
    ["S66 signed with another key", { signature: signed({}, "another key") }],
    ["S66 signed with no key, alg none", { signature: signed({}, "", { alg: "none" }).replace(/[^.]*$/, "") }],
    ["S66 with alg none and a signature", { signature: signed({}, SECRET, { alg: "none" }) }],
    ["S66 with another algorithm", { signature: signed({}, SECRET, { alg: "HS512" }) }],
    ["S66 for another body", { body: Buffer.from(`${body} `) }],
    ["S66 for another instance", { signature: signed({ sub: "11111111-1111-4111-8111-111111111111" }) }],
    ["S66 an hour old", { signature: signed({ iat: NOW / 1000 - 3600 }) }],
    ["S66 without an age", { signature: signed({ iat: undefined }) }],
    ["S66 with an age in words", { signature: signed({ iat: "now" }) }],
    ["S66 issued by somebody else", { signature: signed({ iss: "netlify" }) }],
    ["S66 for another event, in the header", { eventHeader: "identity_signup" }],
    ["S66 for another event, in the body", { bodyEvent: "signup" }],
    ["S66 without an event", { eventHeader: null }],
  ])("is refused: %s", (_what, more) => {
    expect(distrust(delivery(more))).toBeTruthy();
  });

  it("is checked for body, instance and age, strictly both ways, where the key cannot be known", () => {
    const hosted = (more: Partial<Delivery>) => distrust(delivery({ secret: undefined, ...more }));
    expect(hosted({ signature: signed({}, "whatever") })).toBeUndefined();
    expect(hosted({ body: Buffer.from("{}") })).toBeTruthy();
    expect(hosted({ signature: signed({ iat: NOW / 1000 + 3600 }) })).toBeTruthy();
    expect(hosted({ signature: signed({ sub: "x" }) })).toBeTruthy();
  });

  it("S74 compares secrets of unequal length without throwing", () => {
    expect(distrust(delivery({ signature: `${delivery().signature}x` }))).toBeTruthy();
    expect(distrust(delivery({ signature: signed({ sha256: "" }) }))).toBeTruthy();
  });
});
