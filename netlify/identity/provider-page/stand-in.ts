import { parseState } from "../external-state.ts";
import { GoError } from "../go/error.ts";
import type { ProviderName, ProviderSettings, Settings } from "../settings.ts";
import type { Store } from "../store/store.ts";
import { answerAsProvider, type ProviderFetch } from "./exchange.ts";
import { createGrants } from "./grants.ts";
import { type Persona, readyPersonas } from "./persona.ts";

/** Plays the providers that are set up but have no address of their own: Google and the others cannot know a laptop. */
export interface StandIn {
  /** What takes the place of the provider's hosts. `origin` is ours, as the browser knows it. */
  urlOf(provider: ProviderName, origin: string): string;
  /** The client a provider is played for; undefined where it is off, not set up, or has an address of its own. */
  clientOf(provider: ProviderName): ProviderSettings | undefined;
  /**
   * Whom one can be, by a name for the choice: `invited` when `state` brings an invite, then the ready ones, then those used
   * before (`used-…`), the latest first.
   */
  personas(provider: ProviderName, state: string): Map<string, Persona>;
  /** A code for this person, who is remembered. It works once, for five minutes. */
  signIn(provider: ProviderName, persona: Persona): string;
  /** The way from GoTrue to the provider's token and profile: it never leaves the process. */
  fetch: ProviderFetch;
  /** Forgets who was used. */
  clear(): void;
}

/** Below `/__dev`. */
export const PROVIDER_PATH = "/provider";
const PREFIX = `/__dev${PROVIDER_PATH}`;
const REMEMBERED = 6;

interface Surroundings {
  settings: Settings;
  store: Store;
  /** Milliseconds. */
  now: () => number;
}

export function createStandIn({ settings, store, now }: Surroundings): StandIn {
  const grants = createGrants(now);
  const used = new Map<ProviderName, Map<string, Persona>>();
  let serial = 0;

  const remember = (provider: ProviderName, persona: Persona) => {
    const known = [...(used.get(provider) ?? [])].find(([, other]) => isSame(other, persona));
    const [id] = known ?? [`used-${++serial}`];
    const others = [...(used.get(provider) ?? [])].filter(([other]) => other !== id);
    used.set(provider, new Map([[id, persona] as const, ...others].slice(0, REMEMBERED)));
  };

  const invitedWith = (state: string) => {
    const token = inviteTokenOf(state, { secret: settings.operatorToken, now: now() });
    return token === "" ? undefined : store.users().byConfirmationToken(token)?.email;
  };

  const clientOf = (provider: ProviderName) => {
    const client = settings.external.providers[provider];
    const isSetUp = client.enabled && client.clientId !== "" && client.secret !== "" && client.redirectUri !== "";
    return isSetUp && client.url === "" ? client : undefined;
  };

  return {
    urlOf: (provider, origin) => `${origin}${PREFIX}/${provider}`,
    clientOf,
    personas(provider, state) {
      const email = invitedWith(state);
      const invited: Persona = { name: "", picture: "", emails: email ? [{ email, verified: true }] : [] };
      const first = email ? [["invited", invited] as const] : [];
      return new Map([...first, ...readyPersonas(provider), ...(used.get(provider) ?? [])]);
    },
    signIn(provider, persona) {
      const isReady = [...readyPersonas(provider).values()].some((ready) => isSame(ready, persona));
      if (!isReady) remember(provider, persona);
      return grants.code({ provider, persona });
    },
    async fetch(url, request) {
      const target = new URL(url);
      const [, name = "", path = "/"] = /^\/__dev\/provider\/([a-z]+)(\/.*)$/.exec(target.pathname) ?? [];
      const provider = PROVIDERS.find((known) => known === name);
      const client = provider && clientOf(provider);
      if (!client) throw new Error(`there is no stand-in at ${url}`);
      target.pathname = path;
      return answerAsProvider({ provider, client, grants }, target, request);
    },
    clear: () => used.clear(),
  };
}

/** Those that GoTrue knows. */
export const PROVIDERS = ["google", "github", "gitlab", "bitbucket", "facebook"] as const satisfies ProviderName[];

/** Empty for a state of somebody else: the provider's page need not understand it. */
function inviteTokenOf(state: string, signing: { secret: string; now: number }): string {
  try {
    return parseState(state, signing).inviteToken;
  } catch (error) {
    if (error instanceof GoError) return "";
    throw error;
  }
}

function isSame(a: Persona, b: Persona): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
