import { describe, expect, it } from "vitest";
import { deployedSign } from "./deployed.ts";

describe("signs of a deploy", () => {
  it.each([
    [{ NODE_ENV: "production" }, "NODE_ENV is production"],
    [{ NETLIFY: "true" }, "NETLIFY is true, as in a build on Netlify"],
    [{ NETLIFY: "true", NETLIFY_DEV: "false" }, "NETLIFY is true, as in a build on Netlify"],
    [
      { AWS_LAMBDA_FUNCTION_NAME: "f" },
      "AWS_LAMBDA_FUNCTION_NAME is set, as on AWS Lambda, where Netlify's functions run",
    ],
    [{ LAMBDA_TASK_ROOT: "/var/task", NETLIFY_DEV: "true" }, "LAMBDA_TASK_ROOT is set, as on AWS Lambda"],
    [{ DYNO: "web.1" }, "DYNO is set, as on Heroku"],
  ])("S80 sees one in %j", (env, sign) => {
    expect(deployedSign(env)).toContain(sign);
  });

  it.each([
    {},
    { NODE_ENV: "development" },
    { NODE_ENV: "test", CI: "true" },
    { NETLIFY: "true", NETLIFY_DEV: "true" },
    { NETLIFY: "true", NETLIFY_LOCAL: "true" },
    { AWS_LAMBDA_FUNCTION_NAME: "" },
  ])("sees none in %j", (env) => {
    expect(deployedSign(env)).toBeUndefined();
  });
});
