import { text } from "node:stream/consumers";
import { nextRun } from "./functions/next-run.ts";
import { type DeployContext, headersForFunction } from "./functions/platform-headers.ts";
import type { FunctionManifest } from "./functions/sandbox-messages.ts";
import type { Functions } from "./functions.ts";
import { newRequestId } from "./request-id.ts";

/** Netlify's limit for a scheduled function. */
const TIMEOUT_MS = 30_000;

/** What Netlify tells a function of the deploy it belongs to. */
export interface DeployFacts {
  siteUrl: string;
  siteId: string;
  context: DeployContext;
  /** base64 JSON for NETLIFY_BLOBS_CONTEXT. */
  blobs: string;
}

export interface ScheduledSurroundings {
  functions: Functions;
  deploy: DeployFacts;
  /** Milliseconds; `next_run` is told from here. */
  now(): number;
}

export interface ScheduledRun {
  status: number;
  ms: number;
  /** What it answered, of which Netlify makes nothing. */
  body: string;
}

/**
 * Calls a scheduled function once, as Netlify's clock does. Rejects when it throws or takes longer than 30 s.
 * It gets no identity: on Netlify nobody's request is behind it.
 */
export async function runScheduled(around: ScheduledSurroundings, fn: FunctionManifest): Promise<ScheduledRun> {
  const { siteUrl, siteId, context, blobs } = around.deploy;
  const requestId = newRequestId();
  const facts = {
    requestId,
    ip: "127.0.0.1",
    proto: "http",
    siteId,
    context,
    identity: undefined,
    event: undefined,
  } as const;
  const client = { "user-agent": "Netlify Clockwork", "content-type": "application/json" };
  const headers = { ...headersForFunction(client, facts), "x-nf-event": "schedule" };
  const next = nextRun(fn.schedule ?? "", around.now());
  const path = `/.netlify/functions/${fn.name}`;
  const body = JSON.stringify({ next_run: next?.toISOString() });
  const event = { rawUrl: `${siteUrl}${path}`, path, httpMethod: "POST", headers, body, isBase64Encoded: false, blobs };
  const begun = performance.now();
  const answer = await around.functions.invoke({ name: fn.name, requestId, timeoutMs: TIMEOUT_MS, event });
  const said = await text(answer.body);
  return { status: answer.status, ms: Math.round(performance.now() - begun), body: said };
}
