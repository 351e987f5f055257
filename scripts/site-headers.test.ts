import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseHeadersFile } from "#netlify/local/site/headers-file.ts";
import { leaksIn } from "./build-site.mjs";
import { addressesOf, headersFile, policyOf, refusedByPolicy, scriptHashes } from "./site-headers.mjs";

const hash = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

it("names inline scripts by their hashes, each once, and leaves scripts with a source alone", () => {
  const html =
    '<script>a()</script><script src="/x.js"></script><script async id="b">b(\n)</script><script>a()</script>';
  expect(scriptHashes(html)).toEqual([hash("a()"), hash("b(\n)")]);
});

it("S41 allows a page its own scripts and styles, and nobody to frame it", () => {
  const policy = policyOf("users.html", "<script>a()</script>");
  expect(policy).toContain(`script-src 'self' ${hash("a()")};`);
  expect(policy).toContain("default-src 'none';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
});

it("allows inline styles to the sign-up page alone, for the widget", () => {
  expect(policyOf("sign-up.html", "")).toContain("style-src 'self' 'unsafe-inline';");
  expect(policyOf("desk/sign-up.html", "")).toContain("style-src 'self' 'unsafe-inline';");
  expect(policyOf("not-sign-up.html", "")).toContain("style-src 'self';");
});

it("refuses a page whose markup its policy would break, by name", () => {
  expect(
    refusedByPolicy("users.html", '<p class="x">fine</p><script>var s="<p style=\\"a\\">"</script>'),
  ).toBeUndefined();
  expect(refusedByPolicy("users.html", '<p class="x" style="color:red">')).toContain("users.html");
  expect(refusedByPolicy("users.html", "<style>p{}</style>")).toContain("users.html");
  expect(refusedByPolicy("sign-up.html", '<p style="color:red">')).toBeUndefined();
});

it("gives every page its policy at each of its addresses, and no policy under /*", () => {
  const pages = ["index.html", "users.html", "guide/index.html"].map((file) => ({
    file,
    html: `<script>${file}</script>`,
  }));
  const headersFor = parseHeadersFile(headersFile(pages, ""));
  for (const { file, html } of pages) {
    for (const address of [...addressesOf(file), ...addressesOf(file).map((path) => `${path}/`.replace("//", "/"))]) {
      expect(headersFor(address)["content-security-policy"], address).toBe(policyOf(file, html));
    }
  }
  const elsewhere = headersFor("/absent");
  expect(elsewhere["content-security-policy"]).toBeUndefined();
  expect(elsewhere).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
  });
  expect(headersFor("/_next/static/chunk.js")["cache-control"]).toBe("public, max-age=31536000, immutable");
});

it("keeps its headers below the base path, away from the site it is added to", () => {
  const headersFor = parseHeadersFile(headersFile([{ file: "desk/index.html", html: "" }], "/desk"));
  expect(headersFor("/")).toEqual({});
  expect(headersFor("/about")).toEqual({});
  expect(headersFor("/desk")["content-security-policy"]).toContain("default-src 'none'");
  expect(headersFor("/desk/users")["x-content-type-options"]).toBe("nosniff");
});

it("S76 finds server code and the values of secrets in published files, and tells neither", () => {
  const folder = mkdtempSync(join(tmpdir(), "desk-leaks-"));
  writeFileSync(join(folder, "a.js"), 'var DESK_OWNERS="explained here"');
  const env = { DESK_SECRET: "CANARY-of-the-build", DESK_BASE: "/desk-of-somebody", HOME: "/home/somebody-here" };
  expect(leaksIn(folder, env)).toEqual([]);
  writeFileSync(join(folder, "b.js"), "globalThis.netlifyIdentityContext; /desk-of-somebody /home/somebody-here");
  writeFileSync(join(folder, "c.txt"), "CANARY-of-the-build");
  const leaks = leaksIn(folder, env);
  expect(leaks).toEqual(["b.js holds netlifyIdentityContext", "c.txt holds DESK_SECRET"]);
  rmSync(folder, { recursive: true });
});
