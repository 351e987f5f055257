const JWT = /eyJ[\w-]{4,}\.[\w-]+\.[\w-]*/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach the terminal.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const MAX_LENGTH = 4_000;

function encoded(character: string): string {
  return JSON.stringify(character)
    .slice(1, -1)
    .replace(/^[^\\]$/, (raw) => {
      return `\\u${raw.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
}

/** Makes one line of a text: control characters encoded, whatever looks like a token left out, cut at 4,000 characters. */
export function oneLine(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(JWT, "(token)").replace(CONTROL, encoded);
}

export interface RequestRecord {
  method: string;
  /** Without the query, which may carry an address or a token. */
  path: string;
  status: number;
  ms: number;
  requestId: string;
}

/** The line of a request: method, path, status, time and id, and nothing else of it. */
export function requestLine({ method, path, status, ms, requestId }: RequestRecord): string {
  return `${method} ${path} ${status} ${Math.round(ms)} ms ${requestId}`;
}
