import { messageOf } from "./http/errors.ts";

/** One entry of a text with accounts: its value, or why it has none. */
export interface Entry {
  line: number;
  value?: unknown;
  reason?: string;
}

/** The entries of a JSON array, of `{"users":[…]}` or of one JSON object a line; blank lines are none. */
export function entriesOf(text: string): Entry[] {
  const bare = text.replace(/^\ufeff/, "");
  if (/^\s*(?:\[|\{\s*"(?:users|aud)"\s*:\s*(?:\[|"[^"]*",\s*"users"))/.test(bare)) return entriesOfList(bare);
  return bare.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [entryOf(line, index + 1)]));
}

function entriesOfList(text: string): Entry[] {
  const { value, reason } = entryOf(text, 1);
  if (reason !== undefined) return [{ line: 1, reason }];
  const list = Array.isArray(value) ? value : (value as { users?: unknown }).users;
  if (!Array.isArray(list)) return [{ line: 1, reason: "has no list of users" }];
  return list.map((each: unknown, index) => ({ line: index + 1, value: each }));
}

function entryOf(text: string, line: number): Entry {
  try {
    return { line, value: JSON.parse(text) };
  } catch (error) {
    return { line, reason: `is no JSON: ${messageOf(error)}` };
  }
}
