/** A request target as net/url splits it. Paths and queries hold one character per byte. */
export interface Target {
  /** What chi routes on: the path as sent when it is spelled unusually, else decoded. */
  path: string;
  query: string;
}

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
const PATH_PLAIN = /[^A-Za-z0-9\-_.~$&+,/:;=@]/g;

/** Undefined for a target Go's server refuses before any handler runs. */
export function parseTarget(target: string): Target | undefined {
  const local = target.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?]*/, "");
  const mark = local.indexOf("?");
  const sent = mark < 0 ? local : local.slice(0, mark);
  const query = mark < 0 ? "" : local.slice(mark + 1);
  if (BAD_ESCAPE.test(sent)) return undefined;
  const decoded = unescapeBytes(sent);
  const usual = decoded.replace(PATH_PLAIN, percent);
  return { path: (usual === sent ? decoded : sent) || "/", query };
}

const MAX_PAIRS = 10_000;

/** Pairs of a query or form in order; those with a bad escape or a semicolon are dropped, all of more than 10,000. */
export function parseQuery(query: string): [string, string][] {
  const pairs: [string, string][] = [];
  const parts = query.split("&");
  if (parts.length > MAX_PAIRS) return pairs;
  for (const part of parts) {
    if (part === "" || part.includes(";") || BAD_ESCAPE.test(part)) continue;
    const equals = part.indexOf("=");
    const key = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? "" : part.slice(equals + 1);
    pairs.push([unescapePlus(key), unescapePlus(value)]);
  }
  return pairs;
}

/** First value of `key`, as url.Values.Get. */
export function firstValue(pairs: [string, string][], key: string): string | undefined {
  return pairs.find(([name]) => name === key)?.[1];
}

/** url.Values.Encode: keys sorted by bytes, values of a key in their order, blank as plus. */
export function encodeQuery(pairs: [string, string][]): string {
  const sorted = [...pairs].sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1));
  return sorted.map(([key, value]) => `${escapeQuery(key)}=${escapeQuery(value)}`).join("&");
}

function escapeQuery(byteString: string): string {
  return byteString.replace(/[^A-Za-z0-9\-_.~ ]/g, percent).replace(/ /g, "+");
}

function unescapePlus(text: string): string {
  return unescapeBytes(text.replace(/\+/g, " "));
}

function unescapeBytes(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
