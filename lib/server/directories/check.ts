import * as config from "#lib/server/config.ts";
import { AppError } from "#lib/server/errors.ts";
import type { Directory, Verdict } from "./directory.ts";
import { httpDirectory } from "./http.ts";

const DEADLINE_MS = 2_500;
/** A second try is worth it only after a first one that failed this fast. */
const QUICK_FAILURE_MS = 800;

/** The directories of this site. @throws AppError `not_configured` naming what is wrong. */
export function configuredDirectories(): Directory[] {
  const settings = config.httpDirectory();
  const mapping = config.policyFile().directories.http;
  if (!settings) return [];
  if (mapping) return [httpDirectory(settings, mapping)];
  throw new AppError(
    "not_configured",
    "desk.config.ts: directories.http: is missing, though DESK_DIRECTORY_HTTP_URL is set.",
  );
}

async function ask(directory: Directory, address: string, signal: AbortSignal): Promise<Verdict> {
  try {
    return await directory.check(address, signal);
  } catch (error) {
    const name = error instanceof Error ? error.name : "error";
    return {
      state: "unavailable",
      why: signal.aborted ? "it did not answer in time" : `it could not be reached (${name})`,
    };
  }
}

async function askTwice(directory: Directory, address: string): Promise<Verdict> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const started = Date.now();
  const first = await ask(directory, address, signal);
  if (first.state !== "unavailable" || Date.now() - started > QUICK_FAILURE_MS) return first;
  return ask(directory, address, signal);
}

/**
 * Asks all directories at once, for at most 2.5 s. One that knows the address settles it; unless all could tell, a
 * "nobody knows it" is not believed. Without a directory every address is unknown.
 */
export async function check(address: string, directories: readonly Directory[]): Promise<Verdict> {
  const verdicts = await Promise.all(directories.map((directory) => askTwice(directory, address)));
  return (
    verdicts.find((verdict) => verdict.state === "known") ??
    verdicts.find((verdict) => verdict.state === "unavailable") ?? { state: "unknown" }
  );
}
