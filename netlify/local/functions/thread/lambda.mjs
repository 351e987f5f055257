// @ts-check
/** @import { Answer, AnswerHead } from "./answer.mjs" */

/** @type {WeakSet<object>} */
const streaming = new WeakSet();

/** Whether a handler was made by `stream()` of @netlify/functions and writes its answer itself. @param {object} handler */
export const isStreaming = (handler) => streaming.has(handler);

// What Netlify's runtime package, and `stream()`, expect of AWS Lambda.
Object.assign(globalThis, {
  awslambda: {
    /** @param {object} handler */
    streamifyResponse(handler) {
      streaming.add(handler);
      return handler;
    },
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
