// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
const path = /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/;
/** The same characters behind a percent sign: no address of ours holds them. */
const escaped = /%(?:[01][0-9a-f]|7f|5c)/i;

/**
 * Where to go after signing in, from `?next=`. Only a path of this site passes: one leading slash, no second one, no
 * backslash (browsers read it as a slash) and no control characters (browsers drop them). Else undefined.
 */
export function nextPath(raw: string | null): string | undefined {
  if (raw === null || !path.test(raw) || escaped.test(raw)) return undefined;
  return raw;
}
