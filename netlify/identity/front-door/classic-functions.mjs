// Loaded into `netlify dev` with NODE_OPTIONS=--import=<this file>. Classic functions (`exports.handler`) get a made-up
// Identity there, which nothing can configure. With this they get what the front door says in x-nf-identity-info, as
// modern functions do anyway, and URL names the front door. Without that header, and in any other process, nothing changes.
// biome-ignore-all lint/style/noProcessEnv: it mends what functions read there.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { isMainThread, workerData } from "node:worker_threads";

const HEADER = "x-nf-identity-info";

function infoOf(event) {
  const text = event?.headers?.[HEADER];
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** As Netlify hands it over: under `identity` and `user`, and once more encoded. */
function clientContextOf({ url, token, user }) {
  const identity = { url, token };
  const known = { identity, ...(user && { user }), site_url: new URL(url).origin };
  return {
    identity,
    ...(user && { user }),
    custom: { netlify: Buffer.from(JSON.stringify(known)).toString("base64") },
  };
}

/** The package in which netlify dev runs functions; undefined in a process that is not netlify dev. */
function runnerOf(program) {
  try {
    const path = realpathSync(program);
    return /[\\/]netlify-cli[\\/]/.test(path) ? createRequire(path)("lambda-local") : undefined;
  } catch {
    return undefined;
  }
}

/** The header is for the platform's runtime: a classic function never sees it. */
function withoutHeader(event) {
  const { [HEADER]: _one, ...headers } = event.headers;
  const { [HEADER]: _many, ...multiValueHeaders } = event.multiValueHeaders ?? {};
  return { ...event, headers, multiValueHeaders };
}

if (isMainThread) {
  const runner = runnerOf(process.argv[1] ?? "");
  const execute = runner?.execute;
  if (runner && typeof execute === "function") {
    runner.execute = (options) => {
      const info = infoOf(options.event);
      if (!info) return execute(options);
      const clientContext = JSON.stringify(clientContextOf(info));
      process.env.URL = new URL(info.url).origin;
      return execute({ ...options, clientContext, event: withoutHeader(options.event) });
    };
  }
} else {
  // A modern function has a thread of its own for each call.
  const info = infoOf(workerData?.event);
  if (info) process.env.URL = new URL(info.url).origin;
}
