import { PROVIDERS } from "./provider-page/stand-in.ts";
import type { ProviderName } from "./settings.ts";
import type { Environment } from "./settings-reader.ts";

/**
 * Reads `google,github`. Throws an Error whose message says what would do.
 */
export function readProviderNames(list: string): ProviderName[] {
  const names = list.split(",").map((name) => name.trim().toLowerCase());
  return names.map((name) => {
    const known = PROVIDERS.find((provider) => provider === name);
    if (known) return known;
    throw new Error(`--providers knows ${PROVIDERS.join(", ")}, not "${name}".`);
  });
}

/**
 * The environment with what a provider needs before anyone can sign in with it, for those named; what is set in `env`
 * already stays. Without a `GOTRUE_EXTERNAL_<P>_URL` our stand-in plays it. `identityUrl` is where a browser reaches GoTrue's
 * routes: `http://localhost:9999`, or `http://localhost:8888/.netlify/identity` behind a front door.
 */
export function withLocalProviders(env: Environment, names: readonly ProviderName[], identityUrl: string): Environment {
  const made = names.flatMap((name) => {
    const prefix = `GOTRUE_EXTERNAL_${name.toUpperCase()}`;
    return [
      [`${prefix}_ENABLED`, "true"],
      [`${prefix}_CLIENT_ID`, `local-${name}`],
      [`${prefix}_SECRET`, `local-${name}-secret`],
      [`${prefix}_REDIRECT_URI`, `${identityUrl}/callback`],
    ];
  });
  return { ...Object.fromEntries(made), ...env };
}
