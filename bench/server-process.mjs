// @ts-check
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const OPERATOR = "bench-operator";
const ENV = {
  NODE_ENV: /** @type {const} */ ("development"),
  PATH: process.env.PATH,
  GOTRUE_OPERATOR_TOKEN: OPERATOR,
  GOTRUE_JWT_SECRET: "bench-secret",
  // A person may be sent many mails at once.
  GOTRUE_SMTP_MAX_FREQUENCY: "0s",
};
const MEBIBYTE = 1024;

/**
 * @typedef {object} Server
 * @property {string} url
 * @property {number} msToFirstAnswer from spawning the process
 * @property {() => number} memory resident, in MB
 * @property {() => number} peakMemory
 * @property {() => number} files open descriptors
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the built Identity in a process of its own and waits for its first answer. The operating system must be Linux.
 * @param {string} file the bundle
 * @param {string[]} args
 * @param {string} [health] the path of its first answer
 * @returns {Promise<Server>}
 */
export async function startServer(file, args = [], health = "/health") {
  const begun = performance.now();
  const child = spawn(process.execPath, [file, "--port", "0", ...args], {
    env: ENV,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const over = new Promise((resolve) => child.once("close", resolve));
  const url = await addressOf(child);
  /** @param {string} name */
  const status = (name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(read(`/proc/${child.pid}/status`))?.[1]) / MEBIBYTE;
  const server = {
    url,
    msToFirstAnswer: Number.NaN,
    memory: () => status("VmRSS"),
    peakMemory: () => status("VmHWM"),
    files: () => readdirSync(`/proc/${child.pid}/fd`).length,
    async stop() {
      child.kill("SIGTERM");
      await over;
      process.off("exit", kill);
    },
  };
  await send(server, `GET ${health}`);
  return { ...server, msToFirstAnswer: performance.now() - begun };
}

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<string>} */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let out = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
      const port = /^Ready on http:\/\/localhost:(\d+)$/m.exec(out)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once("close", () => reject(new Error(`The server did not start: ${out}`)));
  });
}

/** @param {string} path */
function read(path) {
  return readFileSync(path, "utf8");
}

const agent = new Agent({ keepAlive: true });

/**
 * One request over a connection that is kept; fetch costs several times as much, and the server shares the machine.
 * @param {Server} server
 * @param {string} route "POST /invite"
 * @param {{ body?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<string>}
 */
export function send({ url }, route, { body, headers = {} } = {}) {
  const [method, path] = route.split(" ");
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    const asked = request(`${url}${path}`, { agent, method, headers: { ...headers, ...length } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === undefined || answer.statusCode >= 300)
          reject(new Error(`${route}: ${answer.statusCode} ${text}`));
        resolve(text);
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** As the operator, with JSON both ways. @param {Server} server @param {string} route @param {unknown} [body] @returns {Promise<any>} */
export async function call(server, route, body) {
  const headers = { Authorization: `Bearer ${OPERATOR}` };
  const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const text = await send(server, route, { body: sent, headers });
  return text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
}
