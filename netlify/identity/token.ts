import { findByEmail, findById } from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { Call } from "./call.ts";
import { clearCookie, setCookie } from "./cookies.ts";
import { type Form, readForm } from "./form.ts";
import { OAuthError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { actorOf } from "./models/user.ts";
import { issueTokens, tokenJson } from "./tokens.ts";

const NO_MATCH = "No user found with that email, or password invalid.";
const INVALID_REFRESH = "Invalid Refresh Token";

/** `POST /token`: a session for a password or for a refresh token. */
export async function token(call: Call): Promise<Reply> {
  const form = await readForm(call);
  const grant = form("grant_type");
  if (grant === "password") return passwordGrant(call, form);
  if (grant === "refresh_token") return refreshTokenGrant(call, form);
  throw new OAuthError("unsupported_grant_type");
}

async function passwordGrant(call: Call, form: Form): Promise<Reply> {
  const { store, passwords, webhooks } = call.app;
  const password = form("password");
  const user = findByEmail(call, form("username"), requestAud(call));
  if (!user) {
    await passwords.waste(password);
    throw new OAuthError("invalid_grant", NO_MATCH);
  }
  if (user.confirmed_at === undefined) throw new OAuthError("invalid_grant", "Email not confirmed");
  if (!(await passwords.matches(password, user.encrypted_password))) throw new OAuthError("invalid_grant", NO_MATCH);
  const tokens = await store.transaction(async (tx) => {
    tx.log({ actor: actorOf(user), action: "login" });
    await webhooks.trigger("login", user, tx);
    return issueTokens(call, tx, user);
  });
  setCookie(call, tokens.access);
  return json(200, tokenJson(call, tokens));
}

/** Each use makes a successor. A token used before logs nobody else out: its newest successor goes on working. */
async function refreshTokenGrant(call: Call, form: Form): Promise<Reply> {
  const { store, settings } = call.app;
  const given = form("refresh_token");
  if (given === "") throw new OAuthError("invalid_request", "refresh_token required");
  const row = store.tokens().get(given);
  const user = row && findById(call, row.user_id);
  if (!row || !user) throw new OAuthError("invalid_grant", INVALID_REFRESH);
  if (row.revoked) {
    clearCookie(call);
    throw new OAuthError("invalid_grant", INVALID_REFRESH);
  }
  if (call.app.now() > (row.created_at + settings.jwt.refreshLifetime) * 1000) {
    clearCookie(call);
    throw new OAuthError("invalid_grant", "Refresh token expired");
  }
  const tokens = await store.transaction((tx) => {
    const actor = actorOf(user);
    tx.log({ actor, action: "token_refreshed" });
    tx.log({ actor, action: "token_revoked" });
    tx.revokeToken(row.token);
    return issueTokens(call, tx, user);
  });
  setCookie(call, tokens.access);
  return json(200, tokenJson(call, tokens));
}
