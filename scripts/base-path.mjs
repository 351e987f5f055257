// @ts-check
import { Trouble } from "./run.mjs";

/** DESK_BASE, the path under which pages and API live: empty, or like `/desk`. */
export function basePath() {
  const base = (process.env.DESK_BASE ?? "").replace(/\/+$/, "");
  if (base === "" || /^(\/[\w-]+)+$/.test(base)) return base;
  throw new Trouble(`DESK_BASE is ${JSON.stringify(base)}; it is empty or a path like /desk.`);
}
