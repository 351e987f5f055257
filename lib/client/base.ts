/** Path of the desk inside its site: "" or "/desk". Next writes it into the bundle (`env` in next.config.js). */
// biome-ignore lint/style/noProcessEnv: replaced by a literal at build time; the browser has no environment
const base: string = process.env.DESK_BASE ?? "";

/** An address on this site, for places Next does not write itself: `siteUrl("/sign-up")` → "/desk/sign-up". */
export function siteUrl(path: string): string {
  return `${base}${path}`;
}
