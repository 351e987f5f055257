import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { freePort } from "../free-port.ts";
import { startProgram } from "../process-group.ts";

/** A small site that loads the clients. */
interface ClientSite {
  url: string;
  stop(): Promise<void>;
}

const cache = path.resolve("node_modules/.cache");

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>
<body><h1>${title}</h1>${body}</body></html>
`;

// The widget asks for the address of a site when it runs on localhost, unless it was told before.
const widget = `<div data-netlify-identity-button>Account</div>
<script>localStorage.setItem("netlifySiteURL", location.origin)</script>
<script src="/netlify-identity-widget.js"></script>`;

/** Signs in on the server, so that the browser finds nothing but cookies. */
const signIn = `
  import { login } from "@netlify/identity";
  export default async (request) => {
    const { email, password } = await request.json();
    return Response.json(await login(email, password));
  };
  export const config = { path: "/sign-in" };
`;

/** Serves it as `npm start` serves the desk: by the built local Netlify, with the local Identity, on a free port. */
export async function startClientSite(env: Record<string, string>): Promise<ClientSite> {
  const root = await buildClientSite();
  const port = await freePort();
  const flags = ["--port", String(port), "--data", path.join(root, "data"), "--people", "0"];
  const program = await startProgram([path.join(root, "local/main.mjs"), ...flags, "--providers", "github,google"], {
    env: { ...process.env, ...env },
    ready: /^Ready on /m,
    limitMs: 60_000,
  });
  return {
    url: `http://localhost:${port}`,
    async stop() {
      await program.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Builds it beside a copy of the server, inside the project, so that the server finds its packages. */
async function buildClientSite(): Promise<string> {
  await mkdir(cache, { recursive: true });
  const root = await mkdtemp(path.join(cache, "client-site-"));
  const at = (file: string) => path.join(root, file);
  await mkdir(at("site"));
  await cp("dist/local", at("local"), { recursive: true });
  await cp(
    "node_modules/netlify-identity-widget/build/netlify-identity-widget.js",
    at("site/netlify-identity-widget.js"),
  );
  await writeFile(at("site/widget.html"), page("The widget", widget));
  await writeFile(at("site/identity.html"), page("@netlify/identity", `<script src="/identity.js"></script>`));
  const bundle = { bundle: true, logLevel: "silent", target: "es2022" } as const;
  await build({
    ...bundle,
    entryPoints: ["node_modules/@netlify/identity/dist/main.js"],
    format: "iife",
    globalName: "identity",
    outfile: at("site/identity.js"),
  });
  await build({
    ...bundle,
    stdin: { contents: signIn, resolveDir: path.resolve("e2e") },
    format: "esm",
    platform: "node",
    outfile: at("functions/sign-in.mjs"),
  });
  return root;
}
