import { trimSpace } from "./utf8.ts";

/** A header value such as `multipart/form-data; boundary=x`, one character per byte. */
export interface MediaType {
  /** In lower case. */
  type: string;
  /** By lower-case name; undefined where one of them is written wrongly. */
  parameters: Map<string, string> | undefined;
}

const TOKEN = "[!#$%&'*+.^_`{|}~0-9A-Za-z-]+";
const TYPE = new RegExp(`^${TOKEN}(?:/${TOKEN})?$`);
const SPACE = "[\\t-\\r \\u0085\\u00a0]*";
const PARAMETER = new RegExp(
  `^${SPACE};${SPACE}(${TOKEN})${SPACE}=${SPACE}(?:(${TOKEN})|"((?:[^"\\r\\n\\\\]|\\\\[()<>@,;:\\\\"/[\\]?=]|\\\\(?![()<>@,;:\\\\"/[\\]?=]))*)")`,
);

/** mime.ParseMediaType; undefined for no type at all, and for a parameter that is given twice and differs. */
export function parseMediaType(value: string): MediaType | undefined {
  const [base = ""] = value.split(";", 1);
  const type = trimSpace(base.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  if (!TYPE.test(type)) return undefined;
  const parameters = new Map<string, string>();
  let rest = value.slice(base.length);
  while (trimSpace(rest) !== "") {
    const [whole, key = "", token, quoted = ""] = PARAMETER.exec(rest) ?? [];
    if (whole === undefined) return { type, parameters: trimSpace(rest) === ";" ? parameters : undefined };
    const name = key.toLowerCase();
    const given = token ?? quoted.replace(/\\([()<>@,;:\\"/[\]?=])/g, "$1");
    if ((parameters.get(name) ?? given) !== given) return undefined;
    parameters.set(name, given);
    rest = rest.slice(whole.length);
  }
  return { type, parameters };
}
