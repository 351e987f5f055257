import * as z from "zod/mini";

/** A JSON object. Not a `z.record`: that drops a key called `__proto__`, and metadata is shown as it is stored. */
export const Metadata = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "This is a JSON object.",
);
export type Metadata = z.infer<typeof Metadata>;

/** Whether two values are the same JSON; a key that is not there and one that is null are the same to Identity's merge. */
export function sameJson(a: unknown, b: unknown): boolean {
  return sorted(a ?? null) === sorted(b ?? null);
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inside]) => `${JSON.stringify(key)}:${sorted(inside)}`).join(",")}}`;
}
