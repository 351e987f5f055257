import type { Json } from "../go/json-decode.ts";
import { columnText } from "./column-text.ts";
import type { UserRow } from "./rows.ts";

/** What a search for accounts looks at besides the address: the name as text, null if there is none. */
export function searchedName({ user_metadata }: UserRow): string | null {
  if (!user_metadata.includes('"full_name":')) return null;
  const value = (JSON.parse(user_metadata) as Record<string, Json>).full_name;
  return value === undefined ? null : columnText(value);
}
