import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";
import { quote, quoteBytes } from "./quote.ts";
import { parseBool, parseUint } from "./strconv.ts";
import { renderTemplate } from "./template.ts";
import { formatSeconds, formatTime } from "./time.ts";
import { encodeQuery, parseQuery, parseTarget } from "./url.ts";
import { trimSpace } from "./utf8.ts";
import { parseUuid } from "./uuid.ts";

const ID = "5a0c1b2d-3e4f-4a5b-8c6d-7e8f90a1b2c3";

describe("uuids", () => {
  it.each([ID, ID.toUpperCase(), ID.replaceAll("-", ""), `{${ID}}`, `urn:uuid:${ID}`, `{${ID.replaceAll("-", "")}}`])(
    "S27 reads %s",
    (text) => {
      expect(parseUuid(text)).toBe(ID);
    },
  );

  it.each(["", "0", "abc", `${ID}?x`, ` ${ID}`, `URN:UUID:${ID}`, `{${ID}`, "../../settings", ID.replace("-", "")])(
    "S27 refuses %j",
    (text) => {
      expect(parseUuid(text)).toBeUndefined();
    },
  );
});

describe("durations", () => {
  it.each([
    ["15m", 900_000],
    ["1h30m", 5_400_000],
    ["1.5s", 1500],
    ["-2s", -2000],
    ["0", 0],
    ["100ms", 100],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["900", "", "m", "1d", "1 m", "1h m"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, "0s"],
    [59, "59s"],
    [60, "1m0s"],
    [3723, "1h2m3s"],
    [93_600, "26h0m0s"],
    [2.5, "2.5s"],
    [1e12, "2562047h47m16.854775807s"],
  ])("prints %d seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe("numbers and flags", () => {
  it("reads unsigned 64-bit numbers, leading zeros allowed", () => {
    expect(parseUint("007")).toBe(7n);
    expect(parseUint("18446744073709551615")).toBe(18446744073709551615n);
  });

  it.each([
    ["", 'strconv.ParseUint: parsing "": invalid syntax'],
    ["+1", 'strconv.ParseUint: parsing "+1": invalid syntax'],
    ["1_000", 'strconv.ParseUint: parsing "1_000": invalid syntax'],
    ["99999999999999999999x", 'strconv.ParseUint: parsing "99999999999999999999x": value out of range'],
    ["9x9999999999999999999", 'strconv.ParseUint: parsing "9x9999999999999999999": invalid syntax'],
    ["\xff", 'strconv.ParseUint: parsing "\\xff": invalid syntax'],
  ])("S72 refuses %j", (text, message) => {
    expect(() => parseUint(text)).toThrow(expect.objectContaining({ message }));
  });

  it("reads Go's spellings of true and false", () => {
    expect(["1", "t", "TRUE", "true"].map(parseBool)).toEqual([true, true, true, true]);
    expect(["0", "F", "False", "yes", ""].map(parseBool)).toEqual([false, false, false, undefined, undefined]);
  });
});

describe("texts", () => {
  it("quotes as %q", () => {
    expect(quote('a"\\\n\u00a0é\u200b\u{e0001}')).toBe('"a\\"\\\\\\n\\u00a0é\\u200b\\U000e0001"');
    expect(quoteBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xed, 0xa0, 0x80]))).toBe('"a\\xffé\\xed\\xa0\\x80"');
  });

  it("trims Go's white space", () => {
    expect(trimSpace("\u0085\u00a0 admin\t\u3000")).toBe("admin");
    expect(trimSpace("\ufeffadmin")).toBe("\ufeffadmin");
  });

  it("prints times in RFC 3339 without trailing zeros", () => {
    expect(formatTime(1_767_323_045_120)).toBe("2026-01-02T03:04:05.12Z");
    expect(formatTime(1_767_323_045_000)).toBe("2026-01-02T03:04:05Z");
    expect(formatSeconds(1_767_323_045_999)).toBe("2026-01-02T03:04:05Z");
  });

  it("fills in templates, escaping what is filled in only", () => {
    const data = { Email: "o'x@x.io", Data: new Map([["name", "<b>"]]), Empty: "" };
    expect(renderTemplate("A & {{ .Email }} {{.Data.name}}{{ .Data.nothing }}", data)).toBe(
      "A & o&#39;x@x.io &lt;b&gt;",
    );
    expect(renderTemplate("{{ if .Empty }}x{{ else }}y{{ end }} {{- /* gone */ -}} z", data)).toBe("yz");
    expect(() => renderTemplate("{{ range .Data }}{{ end }}", data)).toThrow("is not supported");
  });
});

describe("addresses of requests", () => {
  it.each([
    ["/user", "/user"],
    ["/%75ser", "/%75ser"],
    ["/admin/users/%7Bx%7D", "/admin/users/{x}"],
    ["/admin/users/%7bx%7d", "/admin/users/%7bx%7d"],
    ["/a%2Fb", "/a%2Fb"],
    ["//user", "//user"],
    ["/./user", "/./user"],
    ["http://host:1/user?x", "/user"],
  ])("routes %s as %s", (target, path) => {
    expect(parseTarget(target)?.path).toBe(path);
  });

  it("leaves a broken escape to nobody", () => {
    expect(parseTarget("/user%zz")).toBeUndefined();
    expect(parseTarget("/user?%zz")).toEqual({ path: "/user", query: "%zz" });
  });

  it("drops broken pairs and encodes the rest again, sorted", () => {
    expect(encodeQuery(parseQuery("b=2&a=1&flag&x=%zz&y=1;2&a=0&p=a+b%2f*"))).toBe("a=1&a=0&b=2&flag=&p=a+b%2F%2A");
  });
});
