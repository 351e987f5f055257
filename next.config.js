/** Pages and API under a path, e.g. /desk; empty at the root of the site. */
const base = (process.env.DESK_BASE ?? "").replace(/\/+$/, "");

/** @type {import('next').NextConfig} */
export default {
  output: "export",
  basePath: base,
  // Inlined into the bundle, for addresses Next does not write itself; lib/client/base.ts is the one reader.
  env: { DESK_BASE: base },
  reactStrictMode: true,
  // `npm run typecheck` checks the whole project; the build would only do a part of it again.
  typescript: { ignoreBuildErrors: true },
};
