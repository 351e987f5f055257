/** What a mail template may refer to. */
export type TemplateData = { [key: string]: unknown };

const ACTION = /\{\{(-?)\s*(.*?)\s*(-?)\}\}/gs;
const FIELD = /^(?:\.[A-Za-z_]\w*)+$/;
const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "+": "&#43;",
};

/** A `<` that begins no tag, comment or doctype; Go escapes it even where the author wrote it. */
const STRAY_LESS_THAN = /<(?!\/?[A-Za-z]|!--|!doctype)/gi;

/**
 * Fills in Go's html/template as far as mails need it: `{{ .Field }}`, `{{ .Data.key }}`, `{{ if .Field }}…{{ else }}…{{ end }}`,
 * comments and trim marks. What is filled in is HTML-escaped, the text around it stays. Throws for any other action.
 */
export function renderTemplate(source: string, data: TemplateData): string {
  const output: string[] = [];
  const blocks: { truth: boolean }[] = [];
  const isShown = () => blocks.every((block) => block.truth);
  let at = 0;
  let trimNext = false;
  const text = (end: number, trimEnd: boolean) => {
    let piece = source.slice(at, end);
    if (piece.includes("{{")) throw new Error("an action of the template is not closed");
    if (trimNext) piece = piece.trimStart();
    piece = piece.replace(STRAY_LESS_THAN, "&lt;");
    if (isShown()) output.push(trimEnd ? piece.trimEnd() : piece);
  };
  for (const match of source.matchAll(ACTION)) {
    const [whole, trimBefore, action = "", trimAfter] = match;
    text(match.index, trimBefore === "-");
    at = match.index + whole.length;
    trimNext = trimAfter === "-";
    const value = runAction(action, data, blocks);
    if (value !== undefined && isShown()) output.push(escapeHtml(value));
  }
  text(source.length, false);
  if (blocks.length > 0) throw new Error("unexpected end of the template: an if has no end");
  return output.join("");
}

/** Keeps the list of open blocks; returns what a field prints, undefined for the rest. */
function runAction(action: string, data: TemplateData, blocks: { truth: boolean }[]): string | undefined {
  const innermost = blocks.at(-1);
  if (action.startsWith("/*")) return undefined;
  if (action.startsWith("if ")) {
    blocks.push({ truth: isTrue(lookUp(action.slice(3).trim(), data)) });
  } else if (action === "else" && innermost) {
    innermost.truth = !innermost.truth;
  } else if (action === "end" && innermost) {
    blocks.pop();
  } else {
    return print(lookUp(action, data));
  }
  return undefined;
}

function lookUp(action: string, data: TemplateData): unknown {
  if (!FIELD.test(action)) throw new Error(`the template action "${action}" is not supported`);
  let value: unknown = data;
  for (const name of action.slice(1).split(".")) {
    if (value instanceof Map) value = value.get(name);
    else if (typeof value === "object" && value !== null && Object.hasOwn(value, name))
      value = Reflect.get(value, name);
    else return undefined;
  }
  return value;
}

function isTrue(value: unknown): boolean {
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

function print(value: unknown): string {
  return value === undefined || value === null ? "" : printAny(value);
}

/** As fmt prints it: `[1 a]`, `map[key:value]`, `1e+06`. */
function printAny(value: unknown): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return printNumber(value);
  if (Array.isArray(value)) return `[${value.map(printAny).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  const sorted = entries.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `map[${sorted.map(([key, entry]) => `${key}:${printAny(entry)}`).join(" ")}]`;
}

function printNumber(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** As html/template does between tags and in quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'+]/g, (character) => ESCAPES[character] ?? character);
}
