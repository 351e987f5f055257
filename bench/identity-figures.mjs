// @ts-check
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { call, send, startServer } from "./server-process.mjs";

/** @typedef {import("./server-process.mjs").Server} Server */

const WORDS = ["person.4", "Dahl%207", "ELODIE", "nobody-at-all", "jorg%20jonsson", "99999", "Dahl_7", "@example"];
const WRITE_EVERY = 10;
const PAUSE_MS = 3;

/** Milliseconds from spawning to the first answer, one start after the other. @param {string} file @param {string[]} args @param {number} count */
export async function startTimes(file, args, count) {
  /** @type {number[]} */
  const times = [];
  for (let start = 0; start < count; start += 1) {
    const server = await startServer(file, args);
    times.push(server.msToFirstAnswer);
    await server.stop();
  }
  return times;
}

/** Milliseconds of searches for the newest 50 who match; every tenth comes right after a change. @param {Server} server @param {number} count */
export async function searchTimes(server, count) {
  /** @type {number[]} */
  const times = [];
  for (let search = 0; search < count; search += 1) {
    if (search % WRITE_EVERY === 0) await call(server, "POST /invite", { email: `new.${randomUUID()}@example.com` });
    const began = performance.now();
    await call(server, `GET /admin/users?filter=${WORDS[search % WORDS.length]}&per_page=50`);
    times.push(performance.now() - began);
  }
  return times;
}

/** Milliseconds of the slowest small answer while something else is under way. @param {Server} server @param {() => boolean} isOver */
export async function longestWait(server, isOver) {
  let longest = 0;
  for (let isLast = false; !isLast; await sleep(PAUSE_MS)) {
    isLast = isOver();
    const began = performance.now();
    await send(server, "GET /health");
    longest = Math.max(longest, performance.now() - began);
  }
  return longest;
}
