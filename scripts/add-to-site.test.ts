import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

// That it does its work is shown by `npm run test:netlify`, which follows docs/guides/add-the-desk.md.
const script = resolve("scripts/add-to-site.mjs");
const sites: string[] = [];
afterEach(() => {
  for (const site of sites.splice(0)) rmSync(site, { recursive: true });
});

/** What it says in a site with these files, built into `dist`, before anything is built or written. */
function refusal(files: Record<string, string>, args = ["--publish", "dist"]): string {
  const site = mkdtempSync(join(tmpdir(), "add-to-site-"));
  sites.push(site);
  for (const [file, text] of Object.entries({ "dist/index.html": "", ...files })) {
    mkdirSync(dirname(join(site, file)), { recursive: true });
    writeFileSync(join(site, file), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: site });
  expect(status).toBe(1);
  expect(readdirSync(site)).not.toContain(".netlify");
  return stderr.toString();
}

describe("adding the desk to a site", () => {
  it("stops where both have an event function of one name, and says what to do with the site's", () => {
    const said = refusal({ "netlify/functions/identity-login.ts": "", "netlify/functions/hello.ts": "" });
    expect(said).toContain("netlify/functions/identity-login.ts and the desk are the function identity-login.");
    expect(said).toContain("Give yours the typed form");
  });

  it("stops where both have another function of one name, in the folder that is named", () => {
    const args = ["--publish", "dist", "--functions", "fn"];
    expect(refusal({ "fn/users.js": "", "netlify/functions/session.js": "" }, args)).toContain(
      "Give yours another name.",
    );
  });

  it.each(["/*", "/desk/*", "/d*"])("stops where the site's policy for %s would bind the desk's pages", (path) => {
    const headers = `/about\n  Content-Security-Policy: default-src 'self'\n${path}\n  X-A: b\n  content-security-policy: x\n`;
    expect(refusal({ "dist/_headers": headers })).toContain(`gives ${path} a Content-Security-Policy`);
  });

  it("stops where the site is not built, where no folder is named, and at the root", () => {
    expect(refusal({}, ["--publish", "build"])).toContain("Build the site first");
    expect(refusal({}, [])).toContain("--publish names the folder");
    expect(refusal({}, ["--publish", "dist", "--base", "/"])).toContain("a site of its own");
    expect(refusal({}, ["--nope"])).toContain("Unknown option '--nope'");
  });
});
