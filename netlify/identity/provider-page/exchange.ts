import { createHmac } from "node:crypto";
import { providerOf } from "../providers.ts";
import type { ProviderName, ProviderSettings } from "../settings.ts";
import type { Grants } from "./grants.ts";
import { profilesOf } from "./profiles.ts";

/** `fetch`, as far as a provider is asked anything. */
export type ProviderFetch = (url: string, init: ProviderRequest) => Promise<Response>;

interface ProviderRequest {
  method?: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

interface Side {
  provider: ProviderName;
  client: ProviderSettings;
  grants: Grants;
}

/** The provider's end of the line: `path` and query as they would have reached its host. */
export function answerAsProvider(side: Side, target: URL, request: ProviderRequest): Response {
  const { tokenUrl } = providerOf(side.provider, { url: "http://stand-in", secret: "" });
  const headers = new Headers(request.headers);
  if (request.method === "POST" && target.pathname === new URL(tokenUrl).pathname) {
    return answerToken(side, headers, new URLSearchParams(request.body));
  }
  return answerProfile(side, headers, target);
}

function answerToken({ provider, client, grants }: Side, headers: Headers, form: URLSearchParams): Response {
  if (!isClient(client, headers, form)) return Response.json({ error: "invalid_client" }, { status: 401 });
  const isRight = form.get("grant_type") === "authorization_code" && form.get("redirect_uri") === client.redirectUri;
  const token = isRight ? grants.exchange(provider, form.get("code") ?? "") : undefined;
  if (token === undefined) return Response.json({ error: "invalid_grant" }, { status: 400 });
  const { scope } = providerOf(provider, client);
  const answer = { access_token: token, scope, token_type: "bearer" };
  // GitHub answers as a form to whoever does not ask for JSON.
  if (provider === "github") return new Response(new URLSearchParams(answer), { status: 200 });
  return Response.json({ ...answer, expires_in: 3600 });
}

/** By the header, or in the form as some providers want it. */
function isClient({ clientId, secret }: ProviderSettings, headers: Headers, form: URLSearchParams): boolean {
  const [scheme, credentials = ""] = (headers.get("Authorization") ?? "").split(" ");
  if (scheme !== "Basic") return form.get("client_id") === clientId && form.get("client_secret") === secret;
  const [id, key] = Buffer.from(credentials, "base64").toString().split(":").map(formDecoded);
  return id === clientId && key === secret;
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get("x") ?? "";
}

function answerProfile({ provider, client, grants }: Side, headers: Headers, target: URL): Response {
  const token = /^Bearer (\S+)$/.exec(headers.get("Authorization") ?? "")?.[1] ?? "";
  const persona = grants.personOf(provider, token);
  if (!persona) return Response.json({ message: "Bad credentials" }, { status: 401 });
  if (provider === "facebook" && !isProven(client, token, target)) {
    return Response.json(
      { error: { message: "Invalid appsecret_proof provided in the API argument" } },
      { status: 400 },
    );
  }
  const profile = profilesOf(provider, persona)[target.pathname];
  if (profile === undefined) return Response.json({ message: "Not Found" }, { status: 404 });
  return Response.json(profile);
}

function isProven({ secret }: ProviderSettings, token: string, { searchParams }: URL): boolean {
  return searchParams.get("appsecret_proof") === createHmac("sha256", secret).update(token).digest("hex");
}
