export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

const HYPHENATED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PLAIN = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;

/** The canonical form of any spelling gofrs/uuid reads: plain, hyphenated, in braces, as urn; else undefined. */
export function parseUuid(text: string): string | undefined {
  const bare = stripWrapping(text);
  if (HYPHENATED.test(bare)) return bare.toLowerCase();
  if (PLAIN.test(bare)) return bare.replace(PLAIN, "$1-$2-$3-$4-$5").toLowerCase();
  return undefined;
}

function stripWrapping(text: string): string {
  if (text.startsWith("{") && text.endsWith("}")) return text.slice(1, -1);
  if (text.startsWith("urn:uuid:")) return text.slice("urn:uuid:".length);
  return text;
}
