// @ts-check
/** @import { Answer } from "./answer.mjs" */
/** @import { ClassicEvent, ClientContext } from "../sandbox-messages.ts" */

/** @typedef {{ name: string, requestId: string, clientContext: ClientContext, remainingMs: () => number }} CallFacts */
/** @typedef {(error?: unknown, result?: unknown) => void} Callback */

/**
 * `context` as AWS Lambda gives it, with Netlify's clientContext.
 * @param {CallFacts} facts
 * @param {Callback} done
 */
export function classicContext({ name, requestId, clientContext, remainingMs }, done) {
  return {
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: "1024",
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    clientContext,
    getRemainingTimeInMillis: remainingMs,
    done,
    /** @param {unknown} error */
    fail: (error) => done(error ?? "failed"),
    /** @param {unknown} result */
    succeed: (result) => done(null, result),
  };
}

/** @param {unknown} value @returns {value is PromiseLike<unknown>} */
const isPromise = (value) => typeof value === "object" && value !== null && "then" in value;

/**
 * Runs a classic handler: its promise counts if it returns one, else its callback, or `context.done`. What a handler
 * without either returns is lost, as on AWS Lambda.
 * @param {(event: ClassicEvent, context: object, callback: Callback) => unknown} handler
 * @param {ClassicEvent} event
 * @param {CallFacts} facts
 */
export function runClassic(handler, event, facts) {
  return new Promise((resolve, reject) => {
    let called = false;
    /** @type {Callback} */
    const done = (error, result) => {
      called = true;
      if (error === undefined || error === null) return resolve(result);
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const returned = handler(event, classicContext(facts, done), done);
    if (isPromise(returned)) return resolve(returned);
    if (!called && handler.length < 3)
      reject(new Error("It returned no promise and takes no callback: make it async."));
  });
}

/**
 * Sends what a classic handler answered. Throws for an answer that Netlify cannot read.
 * @param {Answer} answer
 * @param {unknown} result
 */
export function sendClassic(answer, result) {
  if (typeof result !== "object" || result === null) {
    throw new Error("It answered nothing: a classic function returns { statusCode, body }.");
  }
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = /** @type {Record<string, any>} */ (result);
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    throw new Error(
      `It answered the statusCode ${JSON.stringify(statusCode)}: a whole number from 200 to 599 is needed.`,
    );
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    throw new Error(`It answered a body that is no string but ${typeof body}: use JSON.stringify.`);
  }
  answer.begin({ statusCode, headers: headers ?? {}, multiValueHeaders: multiValueHeaders ?? {} });
  answer.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
}
