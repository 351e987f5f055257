/** The event Netlify's runtime package takes: an AWS Lambda event with Netlify's additions. */
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

/** What a bundle says about itself, read from the loaded module. */
export interface FunctionManifest {
  name: string;
  paths: string[];
  excludedPaths: string[];
  /** Upper case; empty means every method. */
  methods: string[];
  /** Events of a typed default export, as `identity_signup`. */
  events: string[];
  /** False for a typed default export without `fetch`: only deliveries reach it. */
  servesHttp: boolean;
}

export interface SandboxSetup {
  functions: { name: string; url: string }[];
}

export type ToSandbox =
  | { type: "invoke"; id: number; name: string; event: LambdaEvent; requestId: string; timeoutMs: number }
  | { type: "abort"; id: number };

export type FromSandbox =
  | { type: "ready"; functions: FunctionManifest[] }
  | { type: "broken"; name: string; reason: string }
  | { type: "head"; id: number; status: number; headers: [string, string][] }
  | { type: "chunk"; id: number; data: Uint8Array }
  | { type: "end"; id: number }
  | { type: "failed"; id: number; reason: string };
