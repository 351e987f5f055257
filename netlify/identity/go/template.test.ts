import { describe, expect, it } from "vitest";
import { renderTemplate } from "./template.ts";

const data = {
  Email: "a+b'@x.io",
  Data: new Map<string, unknown>([
    ["name", "Ann <b>"],
    ["many", 1_000_000],
    ["list", [1, "a", null]],
    ["map", { b: 1, a: true }],
    ["zero", 0],
  ]),
};

describe("a mail template", () => {
  const rows: [string, string][] = [
    ["Hi {{ .Data.name }}", "Hi Ann &lt;b&gt;"],
    ["it's & {{ .Email }}", "it's & a&#43;b&#39;@x.io"],
    ["I <3 you <b>{{ .Data.missing }}", "I &lt;3 you <b>"],
    ["{{ .Data.many }} {{ .Data.list }}", "1e&#43;06 [1 a &lt;nil&gt;]"],
    ["{{ .Data.map }}", "map[a:true b:1]"],
    ["{{ if .Data.zero }}a{{ else }}b{{ end }}", "b"],
    ["a {{- /* nothing */ -}} b", "ab"],
  ];
  it.each(rows)("%s gives %s", (source, expected) => {
    expect(renderTemplate(source, data)).toBe(expected);
  });

  it.each(["{{ .Email", "{{}}", "{{ if .Email }}", "{{ end }}", "{{ Nope }}"])("%s is refused", (source) => {
    expect(() => renderTemplate(source, data)).toThrow();
  });
});
