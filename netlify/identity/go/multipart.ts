import { parseMediaType } from "./media-type.ts";
import { trim } from "./trim.ts";

/** What is left to read of a multipart body, one character per byte. */
interface Reader {
  body: string;
  at: number;
  boundary: string;
  /** Line end in use: that of the first boundary. */
  lineEnd: "\r\n" | "\n";
  partsRead: number;
}

interface Header {
  name: string;
  value: string;
}

const MAX_PARTS = 1000;
/** A longer line outside of parts does not fit Go's buffer. */
const MAX_LINE = 4096;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z -]+$/;
const BAD_IN_VALUE = /[^\t -~\u0080-\u00ff]/;

/** Text fields of a form in order, as mime/multipart reads them; undefined for a body it finds broken. */
export function readMultipartForm(body: string, boundary: string): [string, string][] | undefined {
  const reader: Reader = { body, at: 0, boundary, lineEnd: "\r\n", partsRead: 0 };
  const fields: [string, string][] = [];
  for (;;) {
    const found = boundary === "" ? "broken" : findPart(reader);
    if (found === "end") return fields;
    if (found === "broken" || reader.partsRead > MAX_PARTS) return undefined;
    const headers = readHeaders(reader);
    const content = headers && readContent(reader);
    if (content === undefined) return undefined;
    const name = fieldName(headers ?? []);
    if (name !== "") fields.push([name, content]);
  }
}

/** Goes to the start of the next part; text before the first one is skipped. */
function findPart(reader: Reader): "part" | "end" | "broken" {
  for (let separated = false; ; ) {
    const end = reader.body.indexOf("\n", reader.at) + 1;
    const line = reader.body.slice(reader.at, end || undefined);
    if (line.length > MAX_LINE) return "broken";
    const isFinal = isFinalLine(reader, line);
    if (end === 0) return isFinal ? "end" : "broken";
    reader.at = end;
    if (isPartLine(reader, line)) {
      reader.partsRead += 1;
      return "part";
    }
    if (isFinal) return "end";
    if (separated) return "broken";
    if (reader.partsRead === 0) continue;
    if (line !== reader.lineEnd) return "broken";
    separated = true;
  }
}

function isPartLine(reader: Reader, line: string): boolean {
  const mark = `--${reader.boundary}`;
  if (!line.startsWith(mark)) return false;
  const rest = line.slice(mark.length).replace(/^[ \t]+/, "");
  if (reader.partsRead === 0 && rest === "\n") reader.lineEnd = "\n";
  return rest === reader.lineEnd;
}

function isFinalLine({ boundary, lineEnd }: Reader, line: string): boolean {
  const mark = `--${boundary}--`;
  if (!line.startsWith(mark)) return false;
  const rest = line.slice(mark.length).replace(/^[ \t]+/, "");
  return rest === "" || rest === lineEnd;
}

function readHeaders(reader: Reader): Header[] | undefined {
  const headers: Header[] = [];
  if (/[ \t]/.test(reader.body[reader.at] ?? "")) return undefined;
  for (;;) {
    const end = reader.body.indexOf("\n", reader.at);
    if (end < 0) return undefined;
    let line = trimLine(reader.body.slice(reader.at, end));
    reader.at = end + 1;
    if (line === "") return headers;
    if (!line.includes(":")) return undefined;
    while (/[ \t]/.test(reader.body[reader.at] ?? "")) {
      const next = reader.body.indexOf("\n", reader.at);
      line += ` ${trimLine(reader.body.slice(reader.at, next < 0 ? undefined : next))}`;
      reader.at = next < 0 ? reader.body.length : next + 1;
    }
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (!HEADER_NAME.test(name) || BAD_IN_VALUE.test(value)) return undefined;
    headers.push({ name: name.toLowerCase(), value: value.replace(/^[ \t]+/, "") });
  }
}

function trimLine(line: string): string {
  return trim(line.replace(/\r$/, ""), " \t");
}

/** Up to the boundary, which must stand at the start of a line and be followed by a blank, a line end or `--`. */
function readContent(reader: Reader): string | undefined {
  const { body, at, boundary, lineEnd } = reader;
  if (body.startsWith(`--${boundary}`, at) && isBoundaryEnd(body, at + boundary.length + 2)) return "";
  const mark = `${lineEnd}--${boundary}`;
  let end = body.indexOf(mark, at);
  while (end >= 0 && !isBoundaryEnd(body, end + mark.length)) end = body.indexOf(mark, end + 1);
  if (end < 0) return undefined;
  reader.at = end;
  return body.slice(at, end);
}

function isBoundaryEnd(body: string, at: number): boolean {
  return at >= body.length || /^(?:[ \t\r\n]|--)/.test(body.slice(at, at + 2));
}

/** Empty for what is no text field: a file, or a part of another disposition. */
function fieldName(headers: Header[]): string {
  const { value } = headers.find(({ name }) => name === "content-disposition") ?? { value: "" };
  const disposition = parseMediaType(value);
  if (disposition?.type !== "form-data" || !disposition.parameters) return "";
  const isFile = (disposition.parameters.get("filename") ?? "") !== "";
  return isFile ? "" : (disposition.parameters.get("name") ?? "");
}
