import { describe, expect, it } from "vitest";
import { absoluteUrl, hostnameOf, resolveReference } from "./url-reference.ts";

describe("a path seen from the site", () => {
  const rows: [string, string, string | undefined][] = [
    ["http://localhost:8888", "/", "http://localhost:8888/"],
    ["https://x.io/app", "/", "https://x.io/"],
    ["https://x.io/app/", "in", "https://x.io/app/in"],
    ["https://x.io/app", "in?a=ü", "https://x.io/in?a=ü"],
    ["https://x.io/a/b", "../c/./d/..", "https://x.io/c/"],
    ["HTTP://X.io:80", "/a b/ü", "http://X.io:80/a%20b/%C3%BC"],
    ["http://x.io", "//y.io/a#b", "http://y.io/a"],
    ["http://x.io", "https://y.io", "https://y.io"],
    ["http://x.io/a?b=c", "", "http://x.io/a?b=c"],
    ["http://x.io", "/%zz", undefined],
    ["http://x.io", "a:b", "a:b"],
    ["http://x.io", ":b", undefined],
  ];
  it.each(rows)("from %s, %j is %s", (base, reference, expected) => {
    expect(resolveReference(base, reference)).toBe(expected);
  });
});

describe("the address of a hook", () => {
  const rows: [string, string | undefined][] = [
    ["/hooks/signup", "http://localhost:8888/hooks/signup"],
    ["hook", "http://localhost:8888/hook"],
    ["/a/../b", "http://localhost:8888/a/../b"],
    ["HTTP://H:80/ä", "http://H:80/%C3%A4"],
    ["http://h", "http://h"],
    ["http://h:port/", undefined],
  ];
  it.each(rows)("%s is %s", (url, expected) => {
    expect(absoluteUrl(url, "http://localhost:8888/app/")).toBe(expected);
  });
});

describe("the hostname of an address", () => {
  const rows: [string, string | undefined][] = [
    ["http://Localhost:8888/x", "Localhost"],
    ["http://[::1]:80", "::1"],
    ["/relative", ""],
    ["http://u@h/", "h"],
    ["http://a b/%zz", undefined],
  ];
  it.each(rows)("of %s is %s", (url, expected) => {
    expect(hostnameOf(url)).toBe(expected);
  });
});
