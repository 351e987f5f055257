// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
const path = /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/;
const disguised = /%(?:[01][0-9a-f]|7f|2f|5c)/i;

/**
 * Where to go after signing in, from `?next=`. Only a path of this site passes: one leading slash, no second one, no
 * backslash (browsers read it as a slash) and no control characters (browsers drop them), percent-encoded ones included.
 * Anything else is undefined.
 */
export function nextPath(raw: string | null): string | undefined {
  const [beforeQuery = ""] = (raw ?? "").split(/[?#]/);
  if (raw === null || !path.test(raw) || disguised.test(beforeQuery)) return undefined;
  return raw;
}
