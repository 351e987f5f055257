import { cpSync, rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
cpSync("public", "dist", { recursive: true });
await build({ entryPoints: ["src/site.js"], outdir: "dist", bundle: true, minify: true, format: "esm" });
