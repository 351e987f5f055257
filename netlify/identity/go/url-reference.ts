/** A parsed address, one character per byte. `path` and `query` are as written; `authority` is absent without `//`. */
interface Parts {
  scheme: string;
  opaque: string;
  user: string | undefined;
  host: string;
  path: string;
  /** Undefined without a question mark. */
  query: string | undefined;
}

const CONTROL = /[^ -~\u0080-\u00ff]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
const ALLOWED_IN_PATH = /^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]%/]*$/;
const KEPT_IN_PATH = /[^A-Za-z0-9\-_.~$&+,/:;=@]/g;
const KEPT_IN_HOST = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/g;
const HOST_AND_PORT = /^(?:\[[^\]]*\]|[^:[\]]*)(?::\d*)?$/;

/** `reference` seen from `base`, without its fragment, as net/url writes it; undefined where it cannot read one of them. */
export function resolveReference(base: string, reference: string): string | undefined {
  const [from, to] = [parse(base), parse(reference)];
  if (!from || !to) return undefined;
  if (to.scheme !== "" || to.host !== "" || to.user !== undefined) {
    const path = to.opaque === "" ? resolvePath(escapedPath(to.path), "") : "";
    return format({ ...to, scheme: to.scheme || from.scheme, path });
  }
  const keepsQuery = to.path === "" && to.query === undefined;
  if (to.path === "" && from.opaque !== "") return format({ ...from, query: keepsQuery ? from.query : to.query });
  const path = resolvePath(escapedPath(from.path), escapedPath(to.path));
  return format({ ...from, opaque: "", path, query: keepsQuery ? from.query || undefined : to.query });
}

/** An address without a scheme gets scheme and host of the site, and nothing of its path. Undefined for an unreadable one. */
export function absoluteUrl(url: string, siteUrl: string): string | undefined {
  const [to, site] = [parse(url), parse(siteUrl)];
  if (!to || !site) return undefined;
  return format(to.scheme === "" ? { ...to, scheme: site.scheme, user: site.user, host: site.host } : to);
}

/** Host without port and brackets, spelled as given; empty for a relative address, undefined for an unreadable one. */
export function hostnameOf(url: string): string | undefined {
  const parts = parse(url);
  return parts && text(parts.host.replace(/:\d*$/, "").replace(/^\[|\]$/g, ""));
}

function parse(given: string): Parts | undefined {
  const [url = ""] = bytes(given).split("#", 1);
  if (CONTROL.test(url) || url.startsWith(":")) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1] ?? "";
  const rest = scheme === "" ? url : url.slice(scheme.length + 1);
  const mark = rest.indexOf("?");
  const local = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? undefined : rest.slice(mark + 1);
  const parts: Parts = { scheme: scheme.toLowerCase(), opaque: "", user: undefined, host: "", path: local, query };
  if (!local.startsWith("/") && scheme !== "") return { ...parts, opaque: local, path: "" };
  if (/^[^/]*:/.test(local)) return undefined;
  const hasAuthority = local.startsWith("//") && (scheme !== "" || !local.startsWith("///"));
  return hasAuthority ? withAuthority(parts, local.slice(2)) : checked(parts);
}

function withAuthority(parts: Parts, rest: string): Parts | undefined {
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  if (!HOST_AND_PORT.test(host)) return undefined;
  const user = at < 0 ? undefined : authority.slice(0, at);
  return checked({ ...parts, user, host, path: slash < 0 ? "" : rest.slice(slash) });
}

function checked(parts: Parts): Parts | undefined {
  return BAD_ESCAPE.test(parts.path) ? undefined : parts;
}

function escapedPath(path: string): string {
  if (ALLOWED_IN_PATH.test(path) || path === "*") return path;
  const decoded = path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoded.replace(KEPT_IN_PATH, percent);
}

/** Dots are resolved; the result begins with a slash. */
function resolvePath(base: string, reference: string): string {
  const full = reference.startsWith("/") ? reference : base.slice(0, base.lastIndexOf("/") + 1) + reference;
  const path = reference === "" ? base : full;
  if (path === "") return "";
  let resolved = "/";
  let isFirst = true;
  const elements = path.split("/");
  for (const element of elements) {
    if (element === "..") {
      resolved = `/${resolved.slice(1, Math.max(1, resolved.lastIndexOf("/")))}`;
      isFirst = resolved.length === 1;
      continue;
    }
    if (element !== ".") resolved += isFirst ? element : `/${element}`;
    isFirst = false;
  }
  if (/^\.\.?$/.test(elements.at(-1) ?? "")) resolved += "/";
  return resolved.replace(/^\/\//, "/");
}

function format({ scheme, opaque, user, host, path, query }: Parts): string {
  const start = scheme === "" ? "" : `${scheme}:`;
  const credentials = user === undefined ? "" : `${user}@`;
  const authority = host === "" && user === undefined ? "" : `//${credentials}${host.replace(KEPT_IN_HOST, percent)}`;
  const slash = path !== "" && !path.startsWith("/") && host !== "" ? "/" : "";
  const hierarchy = opaque === "" ? `${authority}${slash}${escapedPath(path)}` : opaque;
  return text(`${start}${hierarchy}${query === undefined ? "" : `?${query}`}`);
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function bytes(given: string): string {
  return Buffer.from(given).toString("latin1");
}

function text(byteString: string): string {
  return Buffer.from(byteString, "latin1").toString();
}
