import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomSecret } from "./settings.ts";
import type { Environment } from "./settings-reader.ts";

const NAMES = ["GOTRUE_JWT_SECRET", "GOTRUE_OPERATOR_TOKEN"] as const;
type Secrets = Partial<Record<(typeof NAMES)[number], string>>;

/** Secrets the environment does not give: made once and kept with the data, or for this run only. */
export function withSecrets(env: Environment, data: string | undefined): { secrets: Secrets; notes: string[] } {
  const missing = NAMES.filter((name) => !env[name]);
  if (missing.length === 0) return { secrets: {}, notes: [] };
  if (data !== undefined) {
    const file = join(data, "identity-secrets.json");
    const kept = keptSecrets(file);
    const secrets = Object.fromEntries(missing.map((name) => [name, kept[name]]));
    return { secrets, notes: [`${missing.join(" and ")} not set: taken from ${file}`] };
  }
  const secrets = Object.fromEntries(missing.map((name) => [name, randomSecret()]));
  return { secrets, notes: missing.map((name) => `${name} not set: for this run it is ${secrets[name]}`) };
}

/** Throws, naming the file, when it is not what was written there. */
function keptSecrets(file: string): Record<string, string> {
  if (!existsSync(file)) {
    const made = Object.fromEntries(NAMES.map((name) => [name, randomSecret()]));
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  }
  const damaged = new Error(`${file} is damaged. Delete it for new secrets, which ends all sessions.`);
  try {
    const kept: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof kept !== "object" || kept === null) throw damaged;
    const secrets = Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    if (NAMES.some((name) => !secrets.some(([key, value]) => key === name && value !== ""))) throw damaged;
    return Object.fromEntries(secrets);
  } catch {
    throw damaged;
  }
}
