// Who may import whom (design rules 1 and 7). Each rule says what to do instead.
const tests = "\\.(test|spec)\\.tsx?$";

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Move what both files need into a third one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "contract-is-a-leaf",
      comment:
        "The contract is the wire and imports nothing but the schema library. Put behaviour in lib/client or lib/server.",
      severity: "error",
      from: { path: "^lib/contract/", pathNot: tests },
      to: { pathNot: ["^lib/contract/", "^node_modules/zod/"] },
    },
    {
      name: "browser-never-reaches-server",
      comment:
        "The browser asks a function over HTTP: add an endpoint row to lib/contract and call it from lib/client.",
      severity: "error",
      from: { path: "^(app|components|lib/client)/", pathNot: tests },
      to: { path: "^(lib/server|lib/testing|netlify)/", reachable: true },
    },
    {
      name: "server-knows-no-ui",
      comment: "Return data; the browser renders it.",
      severity: "error",
      from: { path: "^lib/server/" },
      to: { path: "^(app|components|lib/client)/|^node_modules/(react|react-dom|next|swr)/" },
    },
    {
      name: "server-knows-no-entry-point",
      comment: "Entry points call the server, never the other way round.",
      severity: "error",
      from: { path: "^lib/server/", pathNot: tests },
      to: { path: "^netlify/" },
    },
    {
      name: "identity-stands-alone",
      comment: "The contract of the local Identity is GoTrue. Shared code would hide shared mistakes: write it again.",
      severity: "error",
      from: { path: "^netlify/identity/", pathNot: tests },
      to: { path: "^(lib|app|components|netlify/(local|functions))/|^desk\\.config" },
    },
    {
      name: "local-runs-the-built-product",
      comment: "The local Netlify loads functions and site as built files, as the real one does.",
      severity: "error",
      from: { path: "^netlify/local/", pathNot: tests },
      to: { path: "^(lib|app|components|netlify/functions)/" },
    },
    {
      name: "functions-do-not-import-each-other",
      comment: "Every file in netlify/functions is deployed. Shared code lives in lib/server.",
      severity: "error",
      from: { path: "^netlify/functions/" },
      to: { path: "^netlify/" },
    },
    {
      name: "pages-only-compose",
      comment: "A route composes components. Data and state belong to components and lib/client.",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^lib/" },
    },
    {
      name: "primitives-know-no-domain",
      comment: "components/ui is vocabulary, not product. Put the domain in components/<noun>.",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(components/(?!ui/)|lib/(client|contract))" },
    },
    {
      name: "testing-is-for-tests",
      comment: "lib/testing builds worlds for tests; nothing that ships may need it.",
      severity: "error",
      from: { pathNot: [tests, "^lib/testing/", "^e2e/", "^bench/"] },
      to: { path: "^lib/testing/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
