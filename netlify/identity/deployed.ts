import type { Environment } from "./settings-reader.ts";

/** Variables that a place sets which runs what was deployed. */
const PLACES: Readonly<Record<string, string>> = {
  AWS_LAMBDA_FUNCTION_NAME: "AWS Lambda, where Netlify's functions run",
  LAMBDA_TASK_ROOT: "AWS Lambda, where Netlify's functions run",
  VERCEL: "Vercel",
  K_SERVICE: "Cloud Run",
  DYNO: "Heroku",
  RENDER: "Render",
  FLY_APP_NAME: "Fly",
};

/**
 * What in the environment says that this is no laptop, as the beginning of a sentence; undefined on a laptop. Netlify's own
 * tools set NETLIFY there, too, and mark it.
 */
export function deployedSign(env: Environment): string | undefined {
  if (env.NODE_ENV === "production") return "NODE_ENV is production";
  const isNetlifyDev = env.NETLIFY_DEV === "true" || env.NETLIFY_LOCAL === "true";
  if (env.NETLIFY === "true" && !isNetlifyDev) return "NETLIFY is true, as in a build on Netlify";
  const found = Object.keys(PLACES).find((name) => env[name]);
  return found && `${found} is set, as on ${PLACES[found]}`;
}
