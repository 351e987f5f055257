import type { Call, CallbackCall } from "./call.ts";
import { acceptInvite, linkOrCreate } from "./external-account.ts";
import { authorizeUrl, connectionTo, exchangeCode, fetchUser } from "./external-oauth.ts";
import { redirect } from "./external-redirect.ts";
import { parseState, signState } from "./external-state.ts";
import { readForm } from "./form.ts";
import { encodeQuery, firstValue } from "./go/url.ts";
import { hostnameOf } from "./go/url-reference.ts";
import { textOfBytes, trimSpace } from "./go/utf8.ts";
import { detailOf, failAs, HttpError, messageOf, OAuthError } from "./http/errors.ts";
import type { Reply } from "./http/reply.ts";
import type { ProvidedUser } from "./providers.ts";
import { issueTokens, type Tokens } from "./tokens.ts";

/** `GET /authorize`: sends the browser to the provider. Errors here are JSON, not redirects. */
export function externalProviderRedirect(call: Call): Reply {
  const { settings, store } = call.app;
  const provider = queryOf(call, "provider");
  const connection = connectionTo(provider, call);
  const inviteToken = trimSpace(queryOf(call, "invite_token"));
  if (inviteToken !== "" && !store.users().byConfirmationToken(inviteToken)) throw new HttpError(404, "User not found");
  const state = { provider, inviteToken, referrer: referrerOf(call) };
  const signing = { secret: settings.operatorToken, now: call.app.now() };
  return redirect(call, authorizeUrl(connection, signState(state, settings.siteUrl, signing)));
}

/** The check of `/callback`. */
export function loadOAuthState(call: Call): CallbackCall {
  const token = queryOf(call, "state");
  if (token === "") throw new HttpError(400, "OAuth state parameter missing");
  return withState(call, token);
}

/** The check of `/saml/acs`. */
export async function loadSamlState(call: Call): Promise<CallbackCall> {
  const token = (await readForm(call))("RelayState");
  if (token === "") throw new HttpError(400, "SAML RelayState is missing");
  return withState(call, token);
}

/** `GET /saml/metadata`: as upstream answers where SAML is off. */
export function samlMetadata(): Reply {
  throw new HttpError(500, "Could not create SAML Provider: SAML Provider is not enabled");
}

/** `GET /callback`, `POST /saml/acs`: signs in whom the provider names; whatever happens is told in the fragment. */
export async function externalProviderCallback(call: CallbackCall): Promise<Reply> {
  const { external, siteUrl } = call.app.settings;
  const home = external.redirectUrl || call.state.referrer || siteUrl;
  try {
    const tokens = await signIn(call);
    return redirect(call, tokens ? `${home}#${successFragment(call, tokens)}` : home);
  } catch (error) {
    const detail = detailOf(error);
    if (detail !== undefined) call.app.log(`request ${call.requestId} failed: ${detail}`);
    return redirect(call, `${home}#${errorFragment(error)}`);
  }
}

function withState(call: Call, token: string): CallbackCall {
  const signing = { secret: call.app.settings.operatorToken, now: call.app.now() };
  let reason = "<nil>";
  try {
    const state = parseState(token, signing);
    if (state.provider !== "") return { ...call, state };
  } catch (error) {
    reason = messageOf(error);
  }
  throw new HttpError(400, `OAuth state is invalid: ${reason}`);
}

async function signIn(call: CallbackCall): Promise<Tokens | undefined> {
  const provided = await fetchProvidedUser(call);
  return call.app.store.transaction(async (tx) => {
    const user = call.state.inviteToken
      ? await acceptInvite(call, tx, provided)
      : await linkOrCreate(call, tx, provided);
    return user && issueTokens(call, tx, user);
  });
}

async function fetchProvidedUser(call: CallbackCall): Promise<ProvidedUser> {
  const { provider } = call.state;
  if (provider === "saml") throw new HttpError(400, "Could not initialize SAML provider: SAML Provider is not enabled");
  const refusal = queryOf(call, "error");
  if (refusal !== "") throw new OAuthError(refusal, queryOf(call, "error_description"));
  const code = queryOf(call, "code");
  if (code === "") throw new HttpError(400, "Authorization code missing");
  const connection = connectionTo(provider, call);
  const exchangeFailed = `Unable to exchange external code for ${provider} provider`;
  const token = await failAs(500, exchangeFailed, () => exchangeCode(connection, code));
  return failAs(500, "Error getting user email from external provider", () => fetchUser(connection, token));
}

function successFragment(call: Call, { access, refresh }: Tokens): string {
  return encodeQuery([
    ["access_token", access],
    ["expires_in", String(call.app.settings.jwt.lifetime)],
    ["refresh_token", refresh],
    ["token_type", "bearer"],
  ]);
}

const OAUTH_CODES: Record<number, string> = {
  400: "invalid_request",
  401: "unauthorized_client",
  403: "access_denied",
  503: "temporarily_unavailable",
};

function errorFragment(error: unknown): string {
  const status = error instanceof HttpError ? error.status : 500;
  const code = error instanceof OAuthError ? error.code : (OAUTH_CODES[status] ?? "server_error");
  const bytes = (text: string) => Buffer.from(text).toString("latin1");
  return encodeQuery([
    ["error", bytes(code)],
    ["error_description", bytes(messageOf(error))],
  ]);
}

/** The page the browser came from, if it is one of the site; scheme and port do not matter. */
function referrerOf(call: Call): string {
  const referrer = call.request.text("Referer");
  const hostname = hostnameOf(call.app.settings.siteUrl) ?? "";
  return hostname !== "" && hostnameOf(referrer) === hostname ? referrer : "";
}

function queryOf(call: Call, key: string): string {
  return textOfBytes(firstValue(call.request.query, key) ?? "");
}
