// biome-ignore-all lint/style/noProcessEnv: it mends what functions read there.
/**
 * Loaded into `netlify dev` with NODE_OPTIONS=--import=<this file>, it mends what nothing there can configure:
 *
 * - Classic functions (`exports.handler`) get a made-up Identity. With this they get what the front door says in
 *   x-nf-identity-info, as modern functions do anyway.
 * - `URL` in functions names netlify dev instead of the front door.
 * - When a function answers 403 or 404 at a path of its own, it is called again for `<path>.html` and others.
 *
 * Requests without that header are treated as before, and in any other program nothing happens.
 */
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { isMainThread, workerData } from "node:worker_threads";

const HEADER = "x-nf-identity-info";
/** Set by netlify dev on what goes to a function. */
const FUNCTION_NAME = "x-nf-function-name";

function infoOf(headers) {
  const text = headers?.[HEADER];
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** As Netlify hands it over: under `identity` and `user`, and once more encoded. */
function clientContextOf({ url, token, user }) {
  const known = { identity: { url, token }, ...(user && { user }) };
  const netlify = JSON.stringify({ ...known, site_url: new URL(url).origin });
  return { ...known, custom: { netlify: Buffer.from(netlify).toString("base64") } };
}

/** That header is for Netlify's runtime: a classic function never sees it. */
function withoutHeader(event) {
  const { [HEADER]: _one, ...headers } = event.headers;
  const { [HEADER]: _many, ...multiValueHeaders } = event.multiValueHeaders ?? {};
  return { ...event, headers, multiValueHeaders };
}

/** `require` as netlify-cli has it, or undefined in another program. */
function requireOf(program) {
  try {
    const path = realpathSync(program);
    return /[\\/]netlify-cli[\\/]/.test(path) ? createRequire(path) : undefined;
  } catch {
    return undefined;
  }
}

/** lambda-local runs classic functions in netlify dev's own thread. */
function mendClassicFunctions(lambdaLocal) {
  const { execute } = lambdaLocal;
  lambdaLocal.execute = (options) => {
    const info = infoOf(options.event?.headers);
    if (!info) return execute(options);
    process.env.URL = new URL(info.url).origin;
    const clientContext = JSON.stringify(clientContextOf(info));
    return execute({ ...options, clientContext, event: withoutHeader(options.event) });
  };
}

/** What was matched to a function is no file that may have another name. */
function mendRepeatedCalls(httpProxy) {
  const { createProxyServer } = httpProxy;
  httpProxy.createProxyServer = (...options) => {
    const proxy = createProxyServer(...options);
    const { web } = proxy;
    proxy.web = (request, response, call) => {
      if (call?.headers?.[FUNCTION_NAME] !== undefined) request.alternativePaths = [];
      return web.call(proxy, request, response, call);
    };
    return proxy;
  };
}

/** Another version may be built of other packages: that is said, and the program starts all the same. */
function mend(requireThere, name, change, otherwise) {
  try {
    change(requireThere(name));
  } catch (error) {
    process.stderr.write(`This netlify-cli has no ${name} (${error.code}), so ${otherwise}.\n`);
  }
}

const requireThere = isMainThread ? requireOf(process.argv[1] ?? "") : undefined;
if (requireThere) {
  mend(requireThere, "lambda-local", mendClassicFunctions, "classic functions get a made-up Identity");
  mend(requireThere, "http-proxy", mendRepeatedCalls, "functions that answer 403 or 404 are called again");
}
if (!isMainThread) {
  // A modern function has a thread of its own for each call.
  const info = infoOf(workerData?.event?.headers);
  if (info) process.env.URL = new URL(info.url).origin;
}
