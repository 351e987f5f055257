"use client";

import type { ReactNode } from "react";
import { SWRConfig } from "swr";
import { ApiError } from "#lib/client/api-error.ts";

/** A refusal stays one however often we ask; only what may pass by itself is tried again. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

const configuration = {
  shouldRetryOnError: mayPass,
  errorRetryCount: 2,
  errorRetryInterval: 2_000,
  focusThrottleInterval: 30_000,
};

export function Providers({ children }: { children: ReactNode }) {
  return <SWRConfig value={configuration}>{children}</SWRConfig>;
}
