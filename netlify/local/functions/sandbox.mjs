// @ts-check
// The thread in which functions run, as on Netlify each runs in a process of its own: its environment, its globals and
// its crashes stay inside. Plain JavaScript, for Node 20 starts it as it is; the build bundles it into dist/local.
import { parentPort, workerData } from "node:worker_threads";
import { installTime, shiftTime } from "./sandbox-time.mjs";
import { Answer, tell } from "./thread/answer.mjs";
import { runClassic, sendClassic } from "./thread/classic.mjs";
import { isStreaming } from "./thread/lambda.mjs";
import { classicHandlerOf, manifestOf } from "./thread/manifest.mjs";

/** @import { FunctionManifest, LoadableFunction, SandboxSetup, ToSandbox } from "./sandbox-messages.ts" */
/** @typedef {Extract<ToSandbox, { type: "invoke" }>} Invoke */
/** @typedef {(call: Invoke, answer: Answer) => Promise<void>} Runner */

if (!parentPort) throw new Error("sandbox.mjs runs as a thread of the local Netlify, not on its own.");

/** @type {SandboxSetup} */
const setup = workerData;
shiftTime(setup.time);
installTime();

/** @param {unknown} error */
const inWords = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// Failures name the person's own file, not the bundle made of it.
process.setSourceMapsEnabled(true);
const { eventHandlers, getLambdaHandler } = await import("@netlify/serverless-functions-api");

/** @type {Map<string, Runner>} */
const runners = new Map();
/** @type {Map<number, Answer>} */
const running = new Map();

/** @param {number} timeoutMs */
function remaining(timeoutMs) {
  const until = performance.now() + timeoutMs;
  return () => Math.max(0, Math.round(until - performance.now()));
}

/** Netlify's own runtime. @param {string} url @returns {Runner} */
function modernRunner(url) {
  const handler = /** @type {any} */ (getLambdaHandler(url));
  return ({ event, requestId, timeoutMs }, answer) =>
    handler(event, answer, {
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: false,
      clientContext: {},
      getRemainingTimeInMillis: remaining(timeoutMs),
    });
}

/** @param {any} handler @returns {Runner} */
function classicRunner(handler) {
  return async ({ name, event, requestId, timeoutMs, clientContext }, answer) => {
    const facts = { name, requestId, clientContext, remainingMs: remaining(timeoutMs) };
    if (isStreaming(handler)) return handler(event, answer, facts);
    sendClassic(answer, await runClassic(handler, /** @type {any} */ (event), facts));
  };
}

/** @param {Invoke} message */
async function invoke(message) {
  const { id, name } = message;
  const run = runners.get(name);
  if (!run) return tell({ type: "failed", id, reason: `There is no function ${name}.` });
  const answer = new Answer(id);
  // Of a stream that broke; nobody is left to hear it where the client went away.
  answer.on("error", (error) => {
    running.delete(id);
    tell({ type: "failed", id, reason: inWords(error) });
  });
  running.set(id, answer);
  try {
    await run(message, answer);
  } catch (error) {
    if (!answer.destroyed || answer.writableFinished) tell({ type: "failed", id, reason: inWords(error) });
  } finally {
    running.delete(id);
  }
}

parentPort.on("message", (/** @type {ToSandbox} */ message) => {
  if (message.type === "invoke") return void invoke(message);
  if (message.type === "time") return shiftTime(message.shift);
  running.get(message.id)?.destroy(new Error("The client went away."));
});

/** @param {LoadableFunction} loadable @returns {Promise<FunctionManifest | undefined>} */
async function load(loadable) {
  const { name, url, format } = loadable;
  const module = await import(url);
  const manifest = manifestOf(loadable, module, eventHandlers);
  if (!manifest) return undefined;
  const classic = classicHandlerOf(module, format);
  runners.set(name, classic ? classicRunner(classic) : modernRunner(url));
  return manifest;
}

/** @type {FunctionManifest[]} */
const manifests = [];
/** @type {string[]} */
const idle = [];
for (const loadable of setup.functions) {
  try {
    const manifest = await load(loadable);
    if (manifest) manifests.push(manifest);
    else idle.push(loadable.name);
  } catch (error) {
    tell({ type: "broken", name: loadable.name, reason: inWords(error) });
  }
}
tell({ type: "ready", functions: manifests, idle });
