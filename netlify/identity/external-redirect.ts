import type { Call } from "./call.ts";
import type { Reply } from "./http/reply.ts";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

/** 302 as Go's http.Redirect answers: a GET gets a page with the link, any other method an empty body. */
export function redirect(call: Call, target: string): Reply {
  const url = absolute(target, call.request.path ?? "/");
  const location: [string, string] = ["Location", percentEncodeNonAscii(url)];
  if (call.request.method !== "GET") return { status: 302, headers: [location], body: "" };
  const link = url.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  const headers: [string, string][] = [location, ["Content-Type", "text/html; charset=utf-8"]];
  return { status: 302, headers, body: `<a href="${link}">Found</a>.\n\n` };
}

/** A relative path is one beside that of the request. */
function absolute(url: string, path: string): string {
  const isWhole = /^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(url);
  return isWhole ? url : `${path.slice(0, path.lastIndexOf("/") + 1)}${url}`;
}

function percentEncodeNonAscii(url: string): string {
  return url.replace(/[^\0-\x7f]+/g, (characters) => encodeURIComponent(characters).toLowerCase());
}
