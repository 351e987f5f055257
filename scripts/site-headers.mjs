// @ts-check
import { createHash } from "node:crypto";

/**
 * Security headers that hold for every page and file. No CSP is among them: Netlify joins the values of all rules that
 * match a path, and two policies are stricter than either. Framing is refused here once more, for the error page answers
 * at addresses that no rule of its own can name.
 */
const EVERYWHERE = {
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
};

const IMMUTABLE = "public, max-age=31536000, immutable";
const INLINE_SCRIPT = /<script(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script>/gi;
const STYLE_ATTRIBUTE = /<[a-z][^>]*\sstyle\s*=/i;
const STYLE_ELEMENT = /<style[\s>]/i;

/** The widget writes its styles into the page; no other page may. @param {string} file */
const mayStyleInline = (file) => /(^|\/)sign-up\.html$/.test(file);

/** @param {string} html @returns {string[]} the hashes of the inline scripts, each once */
export function scriptHashes(html) {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(([, script = ""]) => {
    return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  });
  return [...new Set(hashes)];
}

/** What the policy of a page would refuse to show, in words, or undefined. @param {string} file @param {string} html */
export function refusedByPolicy(file, html) {
  const markup = html.replace(/<script[\s\S]*?<\/script>/gi, "");
  if (mayStyleInline(file)) return undefined;
  if (STYLE_ATTRIBUTE.test(markup)) return `${file} has a style="…" attribute, which its policy forbids. Use a class.`;
  if (STYLE_ELEMENT.test(markup)) return `${file} has a <style> element, which its policy forbids. Use a style sheet.`;
  return undefined;
}

/** The policy of one page. @param {string} file @param {string} html */
export function policyOf(file, html) {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scriptHashes(html)].join(" "),
    mayStyleInline(file) ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/**
 * The addresses of a page. A rule for `/users` also counts for `/users/` on Netlify.
 * @param {string} file as `desk/users.html`
 */
export function addressesOf(file) {
  const pretty = `/${file.slice(0, -".html".length)}`;
  if (!/(^|\/)index\.html$/.test(file)) return [pretty, `/${file}`];
  return [pretty.slice(0, -"/index".length) || "/", pretty, `/${file}`];
}

/**
 * The text of `_headers`.
 * @param {{ file: string, html: string }[]} pages
 * @param {string} base
 */
export function headersFile(pages, base) {
  /** @param {string} path @param {Record<string, string>} values */
  const rule = (path, values) =>
    [path, ...Object.entries(values).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
  const rules = [
    "# Written by `npm run build`: the scripts of each page are named by their hashes.",
    rule(`${base}/*`, EVERYWHERE),
    rule(`${base}/_next/static/*`, { "Cache-Control": IMMUTABLE }),
  ];
  for (const { file, html } of pages) {
    const values = { "Content-Security-Policy": policyOf(file, html) };
    rules.push(...addressesOf(file).map((address) => rule(address, values)));
  }
  return `${rules.join("\n\n")}\n`;
}
