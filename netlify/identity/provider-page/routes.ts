import { BadInput, type DevRoute, type Handler, json, notFound, page, seeOther, type Visit } from "../dev/route.ts";
import { providerOf } from "../providers.ts";
import type { ProviderName, ProviderSettings } from "../settings.ts";
import { card } from "./card.ts";
import { ABILITIES, type Persona } from "./persona.ts";
import { REFUSALS } from "./refusal.ts";
import { PROVIDER_PATH, PROVIDERS } from "./stand-in.ts";
import { typedPersona } from "./typed-persona.ts";

/** Where `/authorize` leads while we stand in for a provider: the very path its own host has. */
export const providerRoutes: DevRoute[] = PROVIDERS.map((provider) => ({
  path: PROVIDER_PATH + authorizePathOf(provider),
  GET: show(provider),
  POST: decide(provider),
  api: [
    {
      method: "POST",
      about: `Signs in with the stand-in for ${ABILITIES[provider].title}, at the address GET /authorize leads to; answers 303.`,
      body: { email: "ann@example.com", name: "Ann", verified: true },
    },
  ],
}));

function authorizePathOf(provider: ProviderName): string {
  const { authorizeUrl } = providerOf(provider, { url: `http://stand-in/${provider}`, secret: "" });
  return new URL(authorizeUrl).pathname;
}

function show(provider: ProviderName): Handler {
  return (visit) => {
    const client = checkRequest(provider, visit);
    const { standIn, settings } = visit.identity;
    const personas = standIn.personas(provider, stateOf(visit));
    if (visit.wantsJson) return json({ provider, choices: Object.fromEntries(personas) });
    const body = card({ visit, provider, personas, site: settings.siteUrl });
    const formTargets = landings(client, settings);
    return page(`Local stand-in for ${ABILITIES[provider].title}`, body, { formTargets, alone: true });
  };
}

/** A code for whoever was chosen or typed, or the provider's words for a refusal; the state goes back as it came. */
function decide(provider: ProviderName): Handler {
  return (visit) => {
    const { redirectUri } = checkRequest(provider, visit);
    const fields = visit.fields();
    const state: [string, string][] = [["state", stateOf(visit)]];
    const outcome: [string, string][] =
      fields.refuse === undefined
        ? [["code", visit.identity.standIn.signIn(provider, personaOf(provider, visit))]]
        : REFUSALS[provider];
    return seeOther(
      `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${new URLSearchParams([...outcome, ...state])}`,
    );
  };
}

function stateOf({ query }: Visit): string {
  return query.get("state") ?? "";
}

function personaOf(provider: ProviderName, visit: Visit): Persona {
  const fields = visit.fields();
  if (fields.choice === undefined) return typedPersona(provider, fields);
  const persona = visit.identity.standIn.personas(provider, stateOf(visit)).get(String(fields.choice));
  if (persona) return persona;
  throw new BadInput("That person is not on the list any more. Choose again.");
}

/** As a provider does: unless it knows the client and its address, it neither asks nor leads anywhere. */
function checkRequest(provider: ProviderName, { identity, query }: Visit): ProviderSettings {
  const { title } = ABILITIES[provider];
  const name = `GOTRUE_EXTERNAL_${provider.toUpperCase()}`;
  const client = identity.standIn.clientOf(provider);
  if (!client)
    throw notFound(`Nothing stands in for ${title} here: it is not set up, or ${name}_URL names another server.`);
  const wrong = Object.entries({ client_id: client.clientId, redirect_uri: client.redirectUri, response_type: "code" });
  for (const [key, expected] of wrong) {
    if (query.get(key) === expected) continue;
    throw new BadInput(`The ${key} is not the one that is set up for ${title}. Begin at the site again.`, {
      status: 400,
    });
  }
  return client;
}

/** Where the way back may lead in the end: a browser holds a form's whole chain of redirects to these. */
function landings(client: ProviderSettings, { siteUrl, external }: Visit["identity"]["settings"]): string[] {
  const { hostname } = new URL(siteUrl);
  const addresses = [client.redirectUri, siteUrl, external.redirectUrl].filter((address) => URL.canParse(address));
  const origins = addresses.map((address) => new URL(address).origin);
  // The page that the person came from counts as the site's at any port.
  return [...new Set([...origins, `http://${hostname}:*`, `https://${hostname}:*`])];
}
