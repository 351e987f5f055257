import type { Json } from "../go/json-decode.ts";
import { encodeJson } from "../go/json-encode.ts";

/** A JSON value as SQL's `->>` gives it: a string bare, anything else as JSON with a blank after comma and colon. */
export function columnText(value: Json): string {
  return typeof value === "string" ? value : spaced(value);
}

function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return encodeJson(value);
  const members = Object.entries(value).map(([key, entry]) => `${encodeJson(key)}: ${spaced(entry)}`);
  return `{${members.join(", ")}}`;
}
