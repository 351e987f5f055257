import { describe, expect, it } from "vitest";
import { parseState } from "./external-state.ts";
import { messageOf } from "./http/errors.ts";
import { signPlain } from "./jwt.ts";

const NOW = 1_800_000_000_000;
const SECRET = "operator";

function parsed(claims: string): unknown {
  try {
    return parseState(signPlain(claims, SECRET), { secret: SECRET, now: NOW }).provider;
  } catch (error) {
    return messageOf(error);
  }
}

const own = "json: cannot unmarshal array into Go struct field ExternalProviderClaims";
const hooks = "ExternalProviderClaims.NetlifyMicroserviceClaims.function_hooks";

describe("the state of a provider", () => {
  const rows: [string, string, string][] = [
    ["hooks as lists", '{"provider":"github","function_hooks":{"signup":["http://a"]}}', "github"],
    ["hooks as texts", '{"provider":"github","function_hooks":{"signup":"http://a"}}', "github"],
    [
      "hooks of both kinds",
      '{"function_hooks":{"a":["x"],"b":"y"}}',
      `json: cannot unmarshal array into Go struct field ${hooks} of type string`,
    ],
    [
      "hooks that are no object",
      '{"function_hooks":true}',
      `json: cannot unmarshal bool into Go struct field ${hooks} of type map[string]string`,
    ],
    ["a provider of the wrong type", '{"provider":["a"],"referrer":1}', `${own}.provider of type string`],
    ["a wrong type before an audience that cannot be", '{"provider":[],"aud":1.5}', "json: unsupported type: float64"],
    ["an audience of lists", '{"aud":[["a"]]}', "json: unsupported type: []interface {}"],
    [
      "a time too large",
      '{"exp":1e400}',
      'could not convert json number value to float: strconv.ParseFloat: parsing "1e400": value out of range',
    ],
    ["a time as text", '{"provider":"github","exp":"1900000000"}', "github"],
    ["a time beyond the clock", '{"exp":9223372036854775808}', "token is expired by 2562047h47m16.854775807s"],
  ];
  it.each(rows)("with %s is judged as upstream does", (_, claims, expected) => {
    expect(parsed(claims)).toBe(expected);
  });
});
