import { operatorTokenIfAny } from "./identity-context.ts";

/** Takes out what no log may hold: addresses, bearer and operator tokens. */
export function redact(text: string): string {
  const token = operatorTokenIfAny();
  return (token ? text.replaceAll(token, "<token>") : text)
    .replace(/\beyJ[\w-]+(?:\.[\w-]+){0,2}/g, "<token>")
    .replace(/[^\s"'<>()[\],;:]+@[^\s"'<>()[\],;:]+/g, "<address>");
}

/** An error with its causes as one text: names, and where they arose. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const text = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? text : `${text}\ncaused by ${inWords(error.cause)}`;
}

/** Writes one line of JSON. Ids and hashes only: never an address, a token or a body. */
export function log(
  level: "info" | "warn" | "error",
  event: string,
  values: Record<string, string | number | undefined> = {},
  error?: unknown,
): void {
  const line = { ...values, ...(error !== undefined && { error: inWords(error) }) };
  const clean = Object.entries(line).map(([key, value]) => [key, typeof value === "string" ? redact(value) : value]);
  // biome-ignore lint/suspicious/noConsole: standard output is where Netlify collects the log of a function.
  console.log(JSON.stringify({ level, event, ...Object.fromEntries(clean) }));
}
