import {
  adminExportUsers,
  adminUserCreate,
  adminUserDelete,
  adminUserGet,
  adminUsers,
  adminUserUpdate,
  loadUser,
} from "./admin.ts";
import { adminAuditLog } from "./audit.ts";
import { requireAdmin, requireAuthentication } from "./auth.ts";
import type { AdminCall, Call, CallbackCall, TargetCall, UserCall } from "./call.ts";
import {
  externalProviderCallback,
  externalProviderRedirect,
  loadOAuthState,
  loadSamlState,
  samlMetadata,
} from "./external.ts";
import { health } from "./health.ts";
import { HttpError } from "./http/errors.ts";
import { after, endpoint, type Route, subrouter } from "./http/router.ts";
import { invite } from "./invite.ts";
import { logout } from "./logout.ts";
import { limited, limitTokens } from "./rate-limit-checks.ts";
import { recover } from "./recover.ts";
import type { Settings } from "./settings.ts";
import { settings } from "./settings-endpoint.ts";
import { signup } from "./signup.ts";
import { token } from "./token.ts";
import { userGet, userUpdate } from "./user.ts";
import { verify } from "./verify.ts";

/** The whole route table, in upstream's order. */
export function routes({ exportSecret }: Settings): Route<Call>[] {
  return [
    endpoint("GET", "/health", health),
    subrouter<Call, CallbackCall>("/callback", loadOAuthState, [endpoint("GET", "/", externalProviderCallback)]),
    endpoint("GET", "/settings", settings),
    endpoint("GET", "/authorize", externalProviderRedirect),
    endpoint("POST", "/invite", after(requireAdmin, invite)),
    endpoint("POST", "/signup", after(requireEmailProvider, after(limited("signup"), signup))),
    endpoint("POST", "/recover", after(requireEmailProvider, after(limited("recover"), recover))),
    endpoint("POST", "/token", after(requireEmailProvider, after(limitTokens, token))),
    endpoint("POST", "/verify", after(limited("verify"), verify)),
    endpoint("POST", "/logout", after(requireAuthentication, logout)),
    subrouter<Call, UserCall>("/user", requireAuthentication, [
      endpoint("GET", "/", userGet),
      endpoint("PUT", "/", userUpdate),
    ]),
    subrouter<Call, AdminCall>("/admin", requireAdmin, [
      subrouter<AdminCall, AdminCall>("/audit", same, [endpoint("GET", "/", adminAuditLog)]),
      subrouter<AdminCall, AdminCall>("/users", same, [
        endpoint("GET", "/", adminUsers),
        ...(exportSecret === "" ? [] : [endpoint("GET", "/export", adminExportUsers)]),
        endpoint("POST", "/", after(requireEmailProvider, adminUserCreate)),
        subrouter<AdminCall, TargetCall>("/{user_id}", loadUser, [
          endpoint("GET", "/", adminUserGet),
          endpoint("PUT", "/", adminUserUpdate),
          endpoint("DELETE", "/", adminUserDelete),
        ]),
      ]),
    ]),
    subrouter<Call, Call>("/saml", same, [
      subrouter<Call, CallbackCall>("/acs", loadSamlState, [endpoint("POST", "/", externalProviderCallback)]),
      endpoint("GET", "/metadata", samlMetadata),
    ]),
  ];
}

function same<C>(call: C): C {
  return call;
}

function requireEmailProvider<C extends Call>(call: C): C {
  if (call.app.settings.external.emailDisabled) throw new HttpError(400, "Unsupported email provider");
  return call;
}
