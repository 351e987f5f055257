import type { Call } from "./call.ts";
import { encodeQuery } from "./go/url.ts";
import { HttpError } from "./http/errors.ts";
import type { ProviderFetch } from "./provider-page/exchange.ts";
import { type ProvidedUser, type Provider, providerOf, type ReadProfile } from "./providers.ts";
import type { ProviderName, ProviderSettings, Settings } from "./settings.ts";

const TIMEOUT_MS = 10_000;

/** A provider that can be used, with its client and the way to it. */
export interface Connection {
  provider: Provider;
  client: ProviderSettings;
  fetch: ProviderFetch;
}

/**
 * The provider at its configured URL, else our stand-in for it. Throws 400 for one that is unknown, switched off or not
 * configured; looked at in this order.
 */
export function connectionTo(spelled: string, { app, request }: Call): Connection {
  const { external } = app.settings;
  const name = spelled.toLowerCase();
  if (name === "saml") {
    const reason = external.saml.enabled ? "SAML is not supported by this server" : "SAML Provider is not enabled";
    throw unsupported(reason);
  }
  if (!isProviderName(name, external.providers)) throw unsupported(`Provider ${name} could not be found`);
  const client = external.providers[name];
  if (!client.enabled) throw unsupported("Provider is not enabled");
  if (client.clientId === "") throw unsupported("Missing Oauth client ID");
  if (client.secret === "") throw unsupported("Missing Oauth secret");
  if (client.redirectUri === "") throw unsupported("Missing redirect URI");
  if (client.url !== "") return { provider: providerOf(name, client), client, fetch };
  const url = app.standIn.urlOf(name, request.origin);
  return { provider: providerOf(name, { ...client, url }), client, fetch: app.standIn.fetch };
}

/** A provider's access token and the word that goes before it. */
export interface AccessToken {
  scheme: string;
  value: string;
}

/** Where a browser goes to sign in. */
export function authorizeUrl({ provider, client }: Connection, state: string): string {
  const query = encodeTexts([
    ["client_id", client.clientId],
    ["redirect_uri", client.redirectUri],
    ["response_type", "code"],
    ["scope", provider.scope],
    ["state", state],
  ]);
  return `${provider.authorizeUrl}?${query}`;
}

/** Exchanges a code for a token; the client authenticates by header, and where that fails once more in the form. */
export async function exchangeCode(connection: Connection, code: string): Promise<AccessToken> {
  const { client } = connection;
  const form: [string, string][] = [
    ["code", code],
    ["grant_type", "authorization_code"],
    ["redirect_uri", client.redirectUri],
  ];
  const pair = [client.clientId, client.secret].map((text) => encodeTexts([["", text]]).slice(1)).join(":");
  const basic = `Basic ${Buffer.from(pair).toString("base64")}`;
  try {
    return await requestToken(connection, form, { Authorization: basic });
  } catch {
    const credentials: [string, string][] = [
      ["client_id", client.clientId],
      ["client_secret", client.secret],
    ];
    return requestToken(connection, [...credentials, ...form], {});
  }
}

/** Who signed in. Throws when the provider gives no address. */
export async function fetchUser(
  { provider, fetch }: Connection,
  { scheme, value }: AccessToken,
): Promise<ProvidedUser> {
  const read: ReadProfile = async (url) => {
    const headers = { Authorization: `${scheme} ${value}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.json();
  };
  const user = await provider.userOf(read, value);
  if (user.emails.length === 0) throw new Error("the provider gave no address");
  return user;
}

async function requestToken(
  { provider: { tokenUrl: url }, fetch }: Connection,
  form: [string, string][],
  headers: Record<string, string>,
): Promise<AccessToken> {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: encodeTexts(form),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const type = response.headers.get("Content-Type") ?? "";
  const isForm = /^(?:application\/x-www-form-urlencoded|text\/plain)\b/i.test(type);
  const answer: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
  const field = (name: string) => textField(answer, name);
  const [value, error] = [field("access_token"), field("error")];
  if (value === "" || error !== "") throw new Error(`${url} gave no token`);
  return { value, scheme: schemeOf(field("token_type")) };
}

/** Absent and null read as empty; any other type is an error, as it is to Go's decoder. */
function textField(answer: unknown, name: string): string {
  const value: unknown = Object(answer)[name] ?? "";
  if (typeof value === "string") return value;
  throw new TypeError(`${name} of the token is no text`);
}

/** The three schemes that golang.org/x/oauth2 knows in any case; any other word goes out as it came. */
function schemeOf(type: string): string {
  return ["Bearer", "MAC", "Basic"].find((known) => known.toLowerCase() === type.toLowerCase()) ?? (type || "Bearer");
}

/** As url.Values.Encode writes text. */
function encodeTexts(pairs: [string, string][]): string {
  return encodeQuery(pairs.map(([name, text]) => [name, Buffer.from(text).toString("latin1")]));
}

function isProviderName(name: string, providers: Settings["external"]["providers"]): name is ProviderName {
  return Object.hasOwn(providers, name);
}

function unsupported(reason: string): HttpError {
  return new HttpError(400, `Unsupported provider: ${reason}`);
}
