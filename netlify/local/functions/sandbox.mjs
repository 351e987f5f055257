// @ts-check
// The thread in which functions run, as on Netlify each runs in a process of its own: its environment, its globals and
// its crashes stay inside. Plain JavaScript, for Node 20 starts it as it is, from here as from dist/local.
import { Writable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";

/** @import { FromSandbox, FunctionManifest, SandboxSetup, ToSandbox } from "./sandbox-messages.ts" */

if (!parentPort) throw new Error("sandbox.mjs runs as a thread of the local Netlify, not on its own.");
const port = parentPort;

/** @param {FromSandbox} message */
const tell = (message) => port.postMessage(message);

/** @param {unknown} error */
const inWords = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// What Netlify's runtime package expects of AWS Lambda.
Object.assign(globalThis, {
  awslambda: {
    /** @param {unknown} handler */
    streamifyResponse: (handler) => handler,
    HttpResponseStream: {
      /**
       * @param {Answer} stream
       * @param {AnswerHead} head
       */
      from(stream, head) {
        stream.begin(head);
        return stream;
      },
    },
  },
});
const { eventHandlers, getLambdaHandler } = await import("@netlify/serverless-functions-api");

/** @typedef {{ statusCode: number, headers?: Record<string, string>, multiValueHeaders?: Record<string, string[]> }} AnswerHead */

class Answer extends Writable {
  /** @param {number} id */
  constructor(id) {
    super({ decodeStrings: true });
    this.id = id;
  }

  /** @param {AnswerHead} head */
  begin({ statusCode, headers = {}, multiValueHeaders = {} }) {
    /** @type {[string, string][]} */
    const list = Object.entries(headers);
    for (const [name, values] of Object.entries(multiValueHeaders)) {
      for (const value of values) list.push([name, value]);
    }
    tell({ type: "head", id: this.id, status: statusCode, headers: list });
  }

  /**
   * @param {Buffer} data
   * @param {string} _encoding
   * @param {() => void} done
   * @override
   */
  _write(data, _encoding, done) {
    if (data.length > 0) tell({ type: "chunk", id: this.id, data });
    done();
  }

  /** @param {() => void} done @override */
  _final(done) {
    tell({ type: "end", id: this.id });
    done();
  }
}

/** @param {unknown} value @returns {string[]} */
const listOf = (value) => (value === undefined ? [] : [value].flat().map(String));

/**
 * @param {string} name
 * @param {{ default?: unknown, config?: Record<string, unknown> }} module
 * @returns {FunctionManifest}
 */
function manifestOf(name, module) {
  const handler = module.default;
  if (typeof handler !== "function" && (typeof handler !== "object" || handler === null)) {
    throw new Error("it has no default export; only modern functions run locally");
  }
  const typed = typeof handler === "object" ? Object.entries(eventHandlers) : [];
  const config = module.config ?? {};
  return {
    name,
    paths: listOf(config.path),
    excludedPaths: listOf(config.excludedPath),
    methods: listOf(config.method).map((method) => method.toUpperCase()),
    events: typed.filter(([key]) => key !== "fetch" && key in handler).map(([, event]) => event),
    servesHttp: typeof handler === "function" || "fetch" in handler,
  };
}

/** @type {Map<string, (event: object, stream: Answer, context: object) => Promise<void>>} */
const handlers = new Map();
/** @type {Map<number, Answer>} */
const running = new Map();

/** @param {Extract<ToSandbox, { type: "invoke" }>} message */
async function invoke({ id, name, event, requestId, timeoutMs }) {
  const handler = handlers.get(name);
  if (!handler) return tell({ type: "failed", id, reason: `There is no function ${name}.` });
  const answer = new Answer(id);
  // An abandoned answer is destroyed on purpose; the error that follows has nobody left to hear it.
  answer.on("error", () => running.delete(id));
  running.set(id, answer);
  const until = Date.now() + timeoutMs;
  try {
    await handler(event, answer, {
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: false,
      clientContext: {},
      getRemainingTimeInMillis: () => until - Date.now(),
    });
  } catch (error) {
    if (!answer.destroyed || answer.writableFinished) tell({ type: "failed", id, reason: inWords(error) });
  } finally {
    running.delete(id);
  }
}

port.on("message", (/** @type {ToSandbox} */ message) => {
  if (message.type === "invoke") return void invoke(message);
  running.get(message.id)?.destroy(new Error("The client went away."));
});

/** @type {SandboxSetup} */
const setup = workerData;
/** @type {FunctionManifest[]} */
const manifests = [];
for (const { name, url } of setup.functions) {
  try {
    manifests.push(manifestOf(name, await import(url)));
    handlers.set(name, /** @type {any} */ (getLambdaHandler(url)));
  } catch (error) {
    tell({ type: "broken", name, reason: inWords(error) });
  }
}
tell({ type: "ready", functions: manifests });
