// @ts-check
import { createServer } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ArgumentError } from "../netlify/local/argument-error.mjs";
import { parseArguments, USAGE } from "../netlify/local/arguments.mjs";
import { gotrueSecrets } from "../netlify/local/remote/gotrue-secrets.mjs";
import { checkNode, ensureInstalled } from "./install.mjs";
import { buildAll } from "./parts.mjs";
import { runScript, Trouble } from "./run.mjs";

/** Better to hear of it now than after the build. @param {number} port @returns {Promise<void>} */
function checkPort(port) {
  return new Promise((done, refuse) => {
    const probe = createServer();
    probe.once("error", () =>
      refuse(new Trouble(`Port ${port} is taken. Stop what uses it, or choose another with --port.`)),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => done()));
  });
}

/** @param {string[]} argv */
function readArguments(argv) {
  try {
    const flags = parseArguments(argv);
    if (flags.identity !== undefined && !flags.help) gotrueSecrets(process.env);
    return flags;
  } catch (error) {
    throw error instanceof ArgumentError ? new Trouble(error.message) : error;
  }
}

await runScript(async () => {
  const dev = process.argv.includes("--dev");
  const argv = process.argv.slice(2).filter((argument) => argument !== "--dev");
  checkNode();
  const { help, port } = readArguments(argv);
  if (help) return console.log(USAGE);
  if (process.env.NODE_ENV === "production") {
    throw new Trouble(
      "This is the local stand-in for Netlify and does not start with NODE_ENV=production. Unset NODE_ENV.",
    );
  }
  await checkPort(port);
  await ensureInstalled();
  if (dev) {
    const { startDev } = await import("./dev.mjs");
    return startDev(argv);
  }
  await buildAll();
  process.argv.splice(2, Infinity, ...argv);
  await import(pathToFileURL(resolve("dist/local/main.mjs")).href);
});
