interface Rule {
  pattern: RegExp;
  values: [name: string, value: string][];
}

function patternPart(part: string): string {
  if (part.startsWith(":")) return "[^/]+";
  // A wildcard segment of its own may be missing, with the slash before it.
  if (part === "*") return "?.*";
  return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
}

function patternOf(path: string): RegExp {
  return new RegExp(`^/${path.split("/").filter(Boolean).map(patternPart).join("/")}/?$`, "iu");
}

/**
 * Reads a `_headers` file as Netlify does (its headers-parser): lines with a path, below each `Name: value`. Returns what
 * a path gets: all rules that match count, and equal names are joined with a comma.
 */
export function parseHeadersFile(text: string): (path: string) => Record<string, string> {
  const rules: Rule[] = [];
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("/")) {
      rules.push({ pattern: patternOf(line), values: [] });
      continue;
    }
    const colon = line.indexOf(":");
    const rule = rules.at(-1);
    const value = line.slice(colon + 1).trim();
    if (colon < 1 || !rule || value === "") throw new Error(`_headers has a line Netlify would not accept: ${line}`);
    rule.values.push([line.slice(0, colon).trim().toLowerCase(), value.split(/\s*,\s*/).join(", ")]);
  }
  return (path) => {
    const headers: Record<string, string> = {};
    for (const { values } of rules.filter(({ pattern }) => pattern.test(path))) {
      for (const [name, value] of values)
        headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
    return headers;
  };
}
