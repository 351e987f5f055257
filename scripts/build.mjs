// @ts-check
import { checkNode, ensureInstalled } from "./install.mjs";
import { buildAll } from "./parts.mjs";
import { runScript } from "./run.mjs";

await runScript(async () => {
  checkNode();
  await ensureInstalled();
  await buildAll({ force: true });
  console.log("Built dist/site (publish) and dist/functions.");
});
