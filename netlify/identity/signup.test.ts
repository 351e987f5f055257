import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity();
});
afterEach(() => wire.close());

const signUp = (body: unknown, headers: Record<string, string> = {}) =>
  wire.call("POST /signup", { body, headers, bearer: null });

describe("signing up", () => {
  const rows: [string, unknown, number, string][] = [
    ["that is no JSON", "email=a@x.io", 400, "invalid character 'e' looking for beginning of value"],
    ["of another kind", "[]", 400, "json: cannot unmarshal array into Go value of type api.SignupParams"],
    ["whose first wrong type counts", '{"data":1,"email":2}', 400, "SignupParams.data of type map[string]interface {}"],
    ["with data of a list", { data: [] }, 400, "json: cannot unmarshal array into Go struct field SignupParams.data"],
    ["that is null", "null", 422, "Signup requires a valid password"],
    ["whose password comes before its address", { email: "" }, 422, "Signup requires a valid password"],
    ["without an address", { password: "p" }, 422, "An email address is required"],
    ["of an address that is none", { email: "a<b", password: "p" }, 422, "mail: missing @ in addr-spec"],
    ["of a password too long", { email: "a@x.io", password: "x".repeat(73) }, 500, "Database error creating user"],
    [
      "of an address too long",
      { email: `${"x".repeat(256)}@x.io`, password: "p" },
      500,
      "Database error saving new user",
    ],
  ];
  it.each(rows)("S33 a signup %s is refused as upstream refuses it", async (_, body, status, words) => {
    const answer = await signUp(body);
    expect(answer.status).toBe(status);
    expect(answer.json.msg).toContain(words);
    expect("error_id" in answer.json).toBe(status >= 500);
  });

  it("takes keys in any case, the last of a repeated one, and a Name <address> as it stands", async () => {
    const body = '{"EMAIL":"x","email":"Ann <ann@x.io>","PassWord":"p","data":{"a":1},"data":{"b":null}}';
    const { json } = await signUp(body);
    expect(json).toMatchObject({ email: "Ann <ann@x.io>", user_metadata: { a: 1, b: null } });
    expect(wire.identity.mails.list().at(-1)?.to).toEqual(["ann@x.io"]);
  });

  it("adds its data to an account that is not confirmed, leaves its password, and mails no sooner than in 15 minutes", async () => {
    await signUp({ email: "ann@x.io", password: "first", data: { a: 1, b: 2 } });
    const again = await signUp({ email: "ANN@x.io", password: "second", data: { a: null, c: 3 } });
    expect(again).toMatchObject({ status: 200, json: { email: "ann@x.io", user_metadata: { b: 2, c: 3 } } });
    expect(wire.identity.mails.list()).toHaveLength(1);
    const token = tokenOfMail(wire, "ann@x.io");
    await wire.call("POST /verify", { body: { type: "signup", token, password: "third" } });
    const logIn = (password: string) => wire.form({ grant_type: "password", username: "ann@x.io", password });
    expect((await logIn("first")).status).toBe(200);
    expect((await logIn("third")).status).toBe(400);
    expect((await signUp({ email: "ann@x.io", password: "p" })).text).toBe(
      '{"code":400,"msg":"A user with this email address has already been registered"}',
    );
  });

  it("is one of its audience only, as its caller says", async () => {
    await signUp({ email: "ann@x.io", password: "p", aud: "red" }, { "X-JWT-AUD": "blue" });
    const inAudience = async (aud: string) => {
      const { text } = await wire.call("GET /admin/users", { headers: { "X-JWT-AUD": aud } });
      return [JSON.parse(text).aud, JSON.parse(text).users.length];
    };
    expect(await inAudience("BLUE")).toEqual(["BLUE", 1]);
    expect(await inAudience("red")).toEqual(["red", 0]);
  });
});
