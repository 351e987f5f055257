import { cronHeader } from "./actor-schedule.ts";
import * as config from "./config.ts";
import { log } from "./log.ts";

const WAIT_MS = 25_000;

/** A scheduled function has no operator token, so it asks our own endpoint, which gets one, to do the work. */
export async function callSweep(): Promise<Response> {
  const response = await fetch(`${config.siteUrl()}${__DESK_BASE__}/api/sweep`, {
    method: "POST",
    headers: { [cronHeader]: config.cronSecret() },
    signal: AbortSignal.timeout(WAIT_MS),
  });
  const said = await response.text();
  log(response.ok ? "info" : "error", "sweep", { status: response.status, said: said.slice(0, 500) });
  return new Response(said, { status: response.ok ? 200 : 502 });
}
