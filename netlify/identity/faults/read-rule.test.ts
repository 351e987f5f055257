import { expect, it } from "vitest";
import { readRule } from "./read-rule.ts";
import { routeMatcher } from "./route-pattern.ts";
import { FaultError } from "./rule.ts";

const ROUTES = ["POST /token", "GET /admin/users", "GET /admin/users/{user_id}", "GET /user"];
const read = (fields: Record<string, unknown>) => readRule(fields, ROUTES);

it("fills in what is left out, and takes a form's texts as well as JSON's values", () => {
  expect(read({ kind: "status" })).toEqual({ kind: "status", route: "*", status: 503 });
  expect(read({ kind: "delay", route: "", ms: "" })).toEqual({ kind: "delay", route: "*", ms: 2000 });
  expect(read({ kind: "hook_down" })).toEqual({ kind: "hook_down", how: "unreachable" });
  expect(read({ kind: "hook_down", status: 500 })).toEqual({ kind: "hook_down", how: "answer", status: 500 });
  expect(read({ kind: "hook_down", how: "answer" })).toMatchObject({ status: 500 });
  expect(read({ kind: "operator_token" })).toEqual({ kind: "operator_token", seconds: 2 });
  const form = { kind: "reset", route: " POST /token ", times: "2", after: "0", rate: "0.2", after_commit: "on" };
  expect(read(form)).toEqual({
    kind: "reset",
    route: "POST /token",
    times: 2,
    after: 0,
    rate: 0.2,
    seed: 1,
    after_commit: true,
  });
  expect(read({ kind: "status", status: 200, body: { users: null } }).body).toBe('{"users":null}');
});

it("says what is wrong with a rule and what would be right", () => {
  const refused: [Record<string, unknown>, string][] = [
    [{}, 'Give a "kind": status, rate_limit,'],
    [{ kind: "down" }, '"kind" is "down": give one of status,'],
    [{ kind: "delay", mss: 5 }, '"mss" means nothing to "delay", which takes times, after,'],
    [{ kind: "hook_down", route: "*" }, '"route" means nothing to "hook_down"'],
    [{ kind: "cut", after_commit: true }, '"after_commit" means nothing to "cut"'],
    [{ kind: "status", status: 99 }, '"status" is 99: give a whole number from 200 to 599.'],
    [{ kind: "status", status: 201 }, '"status" is 201, which is no error: give 400 to 599, or a "body"'],
    [{ kind: "status", times: 0 }, '"times" is 0: give a whole number from 1'],
    [{ kind: "status", times: "often" }, '"times" is "often": give a whole number'],
    [{ kind: "status", times: [2] }, '"times" is [2]: give a whole number'],
    [{ kind: "status", rate: 2 }, '"rate" is 2: give a number from 0 (never) to 1 (always).'],
    [{ kind: "status", seed: 7 }, '"seed" needs a "rate", like 0.2.'],
    [{ kind: "hang", after_commit: "yes" }, '"after_commit" is "yes": give true or false.'],
    [{ kind: "hook_down", how: "hang", status: 500 }, 'A hook that is "hang" answers nothing'],
    [{ kind: "hook_down", event: "loggedin" }, '"event" is "loggedin": give one of validate,'],
    [{ kind: "mail_lost", mail: "welcome" }, '"mail" is "welcome": give one of invite,'],
    [{ kind: "status", content_type: "text/html\r\nX-Bad: 1", body: "x" }, '"content_type" is'],
    [{ kind: "status", message: { a: 1 } }, '"message" is {"a":1}: give a text.'],
    [{ kind: "status", route: "post /token" }, 'write it like "POST /token", "* /admin/*" or "*".'],
    [
      { kind: "status", route: "POST /tokens" },
      'No route is "POST /tokens". Those there are, without a prefix: POST /token,',
    ],
    [{ kind: "status", route: "PUT /token" }, 'No route is "PUT /token".'],
    [{ kind: "status", route: "POST /.netlify/identity/token" }, "without a prefix"],
  ];
  for (const [fields, words] of refused) {
    const attempt = () => read(fields);
    expect(attempt, words).toThrow(FaultError);
    expect(attempt).toThrow(words);
  }
});

it("matches routes by method and segment", () => {
  const matches = (pattern: string, method: string, path: string) => routeMatcher(pattern)?.(method, path);
  expect(matches("*", "GET", "/anything/at/all")).toBe(true);
  expect(matches("/user", "PUT", "/user/")).toBe(true);
  expect(matches("GET /user", "PUT", "/user")).toBe(false);
  expect(matches("GET /admin/users/{id}", "GET", "/admin/users/8f3")).toBe(true);
  expect(matches("GET /admin/users/{id}", "GET", "/admin/users")).toBe(false);
  expect(matches("GET /admin/users/8f3", "GET", "/admin/users/8f4")).toBe(false);
  expect(matches("* /admin/*", "DELETE", "/admin/users/8f3")).toBe(true);
  expect(matches("* /admin/*", "GET", "/settings")).toBe(false);
  expect(routeMatcher("GET token")).toBeUndefined();
});
