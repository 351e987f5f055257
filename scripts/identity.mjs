// @ts-check
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { checkNode, ensureInstalled } from "./install.mjs";
import { buildServers } from "./parts.mjs";
import { runScript } from "./run.mjs";

await runScript(async () => {
  checkNode();
  await ensureInstalled();
  await buildServers();
  await import(pathToFileURL(resolve("dist/identity/main.mjs")).href);
});
