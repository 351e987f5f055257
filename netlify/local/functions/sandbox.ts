import { PassThrough, type Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { BrokenFunction } from "./function-folder.ts";
import type {
  ClassicEvent,
  ClientContext,
  FromSandbox,
  FunctionManifest,
  LambdaEvent,
  SandboxSetup,
  TimeShift,
  ToSandbox,
} from "./sandbox-messages.ts";

export interface FunctionAnswer {
  status: number;
  headers: [string, string][];
  body: Readable;
}

export interface Invocation {
  name: string;
  event: LambdaEvent | ClassicEvent;
  /** For a classic function; empty unless told. */
  clientContext?: ClientContext;
  requestId: string;
  timeoutMs: number;
}

/** A function threw, broke off or was cut short; the message is for the log, never for the client. */
export class FunctionFailure extends Error {}

/** It did not answer in time; what runs in that sandbox may never end. */
export class FunctionTimeout extends FunctionFailure {}

export interface Sandbox {
  functions: FunctionManifest[];
  /** Functions that could not be loaded, with the reason. */
  broken: BrokenFunction[];
  /** Files that handle nothing. */
  idle: string[];
  invoke(invocation: Invocation): Promise<FunctionAnswer>;
  /** Counts for every call that is made after it. */
  setTime(shift: TimeShift): void;
  /** How many calls have not ended. */
  underWay(): number;
  /** Resolves once the thread is gone; the calls under way fail. */
  close(): Promise<void>;
}

export interface SandboxOptions extends SandboxSetup {
  /** The functions' whole environment: nothing of this process leaks into it. */
  env: Record<string, string>;
  /** A line a function wrote to its console. */
  print(line: string): void;
  /** The thread died by itself, as a sandbox of Lambda does after an uncaught error. */
  died(reason: string): void;
}

interface Call {
  answer(value: FunctionAnswer): void;
  fail(error: Error): void;
  body: PassThrough;
}

function printLines(stream: Readable, print: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) print(line);
  });
  stream.on("end", () => rest && print(rest));
}

/** Takes one message of the thread to the call it belongs to. */
function deliver(calls: Map<number, Call>, message: Extract<FromSandbox, { id: number }>): void {
  const call = calls.get(message.id);
  if (!call) return;
  if (message.type === "head") {
    call.answer({ status: message.status, headers: message.headers, body: call.body });
    return;
  }
  if (message.type === "chunk") {
    call.body.write(message.data);
    return;
  }
  calls.delete(message.id);
  if (message.type === "end") {
    call.body.end();
    return;
  }
  call.fail(new FunctionFailure(message.reason));
}

/** A library that finds itself in a thread may post something of its own. */
function isFromSandbox(message: unknown): message is FromSandbox {
  return typeof message === "object" && message !== null && "type" in message;
}

function startThread({ functions, time, env, print }: SandboxOptions): Worker {
  const workerData: SandboxSetup = { functions, time };
  const worker = new Worker(new URL("./sandbox.mjs", import.meta.url), { workerData, env, stdout: true, stderr: true });
  printLines(worker.stdout, print);
  printLines(worker.stderr, print);
  return worker;
}

type Loaded = Pick<Sandbox, "functions" | "broken" | "idle">;

/** Resolves with what the bundles say of themselves; a bundle that does not load is put among the broken ones. */
function loadedIn(worker: Worker): Promise<Loaded> {
  const broken: BrokenFunction[] = [];
  return new Promise((resolve, reject) => {
    worker.on("message", (message: unknown) => {
      if (!isFromSandbox(message)) return;
      if (message.type === "ready") resolve({ functions: message.functions, broken, idle: message.idle });
      if (message.type === "broken") broken.push({ name: message.name, reason: message.reason });
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new FunctionFailure("The sandbox of the functions ended before it was ready.")));
  });
}

/** Starts a thread, loads the bundles in it and resolves when they are ready to be called. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const worker = startThread(options);
  const calls = new Map<number, Call>();
  let isServing = false;
  let nextId = 1;

  // Whoever waits for a thread that does not get ready is told so; nobody but us notices when it ends later.
  const ended = (reason: string) => {
    if (isServing) options.died(reason);
    isServing = false;
  };
  worker.on("message", (message: unknown) => {
    if (isFromSandbox(message) && "id" in message) deliver(calls, message);
  });
  worker.on("error", (error) => ended(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  worker.on("exit", (code) => {
    for (const call of calls.values()) call.fail(new FunctionFailure("The sandbox ended before the answer."));
    calls.clear();
    ended(`process.exit(${code}) was called`);
  });
  const send = (message: ToSandbox) => worker.postMessage(message);

  function invoke({ name, event, clientContext = {}, requestId, timeoutMs }: Invocation): Promise<FunctionAnswer> {
    const id = nextId++;
    const body = new PassThrough();
    return new Promise((answer, reject) => {
      const fail = (error: Error) => {
        reject(error);
        body.destroy(error);
      };
      const late = () => fail(new FunctionTimeout(`${name} did not answer within ${timeoutMs / 1000} s.`));
      const timer = setTimeout(late, timeoutMs);
      // Whoever reads the body hears of the failure; without a reader it must not end the process.
      body.on("error", () => undefined);
      body.on("close", () => {
        clearTimeout(timer);
        if (calls.delete(id)) send({ type: "abort", id });
      });
      calls.set(id, { answer, fail, body });
      send({ type: "invoke", id, name, event, clientContext, requestId, timeoutMs });
    });
  }

  const loaded = await loadedIn(worker);
  isServing = true;
  return {
    ...loaded,
    invoke,
    setTime: (shift) => send({ type: "time", shift }),
    underWay: () => calls.size,
    async close() {
      isServing = false;
      await worker.terminate();
    },
  };
}
