import type { Config } from "@netlify/functions";
import { callSweep } from "#lib/server/sweep-call.ts";

export default callSweep;

export const config: Config = { schedule: "@hourly" };
