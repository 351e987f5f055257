/** The event Netlify's runtime package takes for a modern function: an AWS Lambda event with Netlify's additions. */
export interface LambdaEvent {
  rawUrl: string;
  path: string;
  httpMethod: string;
  headers: Record<string, string>;
  body: string | undefined;
  isBase64Encoded: boolean;
  route?: string;
  /** base64 JSON, from which the runtime makes NETLIFY_BLOBS_CONTEXT. */
  blobs?: string;
}

/** The event a classic handler gets, as Netlify writes it. */
export interface ClassicEvent {
  rawUrl: string;
  /** Without the "?". */
  rawQuery: string;
  path: string;
  httpMethod: string;
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  queryStringParameters: Record<string, string>;
  multiValueQueryStringParameters: Record<string, string[]>;
  body: string | null;
  isBase64Encoded: boolean;
  blobs?: string;
}

/** What a classic handler finds in `context.clientContext`; a background function finds nothing. */
export interface ClientContext {
  identity?: { url: string; token: string };
  /** Claims of a good bearer. */
  user?: Record<string, unknown>;
  /** `netlify`: base64 JSON of the same and the site's address. */
  custom?: { netlify: string };
}

export type FunctionKind = "classic" | "modern" | "typed";

/** What a bundle says about itself, read from the loaded module. */
export interface FunctionManifest {
  name: string;
  /** `exports.handler`, a default function, or a default object of handlers by event. */
  kind: FunctionKind;
  paths: string[];
  excludedPaths: string[];
  /** Upper case; empty means every method. */
  methods: string[];
  /** Events it listens to by its file's name or its handlers, as `identity_signup`. */
  events: string[];
  /** False for a typed default export without `fetch`: only deliveries reach it. */
  servesHttp: boolean;
  /** Answered with 202 before it runs. */
  background: boolean;
  /** A cron expression, or `@daily` and the like. */
  schedule?: string;
}

export interface LoadableFunction {
  name: string;
  url: string;
  /** How the module was written: what it exports is read accordingly. */
  format: "esm" | "cjs";
}

/** How far the functions' time is from the real one, or where it stands still. */
export interface TimeShift {
  offsetMs: number;
  /** Milliseconds since 1970. */
  frozenAt?: number;
}

export interface SandboxSetup {
  functions: LoadableFunction[];
  time: TimeShift;
}

interface InvokeMessage {
  type: "invoke";
  id: number;
  name: string;
  event: LambdaEvent | ClassicEvent;
  clientContext: ClientContext;
  requestId: string;
  timeoutMs: number;
}

export type ToSandbox = InvokeMessage | { type: "abort"; id: number } | { type: "time"; shift: TimeShift };

export type FromSandbox =
  | { type: "ready"; functions: FunctionManifest[]; idle: string[] }
  | { type: "broken"; name: string; reason: string }
  | { type: "head"; id: number; status: number; headers: [string, string][] }
  | { type: "chunk"; id: number; data: Uint8Array }
  | { type: "end"; id: number }
  | { type: "failed"; id: number; reason: string };
