// @ts-check
import { Writable } from "node:stream";
import { parentPort } from "node:worker_threads";

/** @import { FromSandbox } from "../sandbox-messages.ts" */
/** @typedef {{ statusCode: number, headers?: Record<string, unknown>, multiValueHeaders?: Record<string, readonly unknown[]> }} AnswerHead */

/** Says something to the thread that started this one. @param {FromSandbox} message */
export const tell = (message) => parentPort?.postMessage(message);

/** What one call answers, sent on as it comes. */
export class Answer extends Writable {
  /** @param {number} id */
  constructor(id) {
    super({ decodeStrings: true });
    this.id = id;
  }

  /** A name in both lists has the values of the second. @param {AnswerHead} head */
  begin({ statusCode, headers = {}, multiValueHeaders = {} }) {
    const many = Object.entries(multiValueHeaders);
    const repeated = new Set(many.map(([name]) => name.toLowerCase()));
    const single = Object.entries(headers).filter(([name]) => !repeated.has(name.toLowerCase()));
    /** @type {[string, string][]} */
    const list = single.map(([name, value]) => [name, String(value)]);
    for (const [name, values] of many) {
      for (const value of values) list.push([name, String(value)]);
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
