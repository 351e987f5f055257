import { expect, it } from "vitest";
import { routes } from "./api.ts";
import { parseSettings } from "./settings.ts";

it("serves every route of GoTrue that a site can reach", () => {
  const { settings } = parseSettings({ GOTRUE_API_EXPORT_SECRET: "x" });
  expect(routes(settings).flatMap((row) => row.describe())).toEqual([
    "GET /health",
    "GET /callback/",
    "GET /settings",
    "GET /authorize",
    "POST /invite",
    "POST /signup",
    "POST /recover",
    "POST /token",
    "POST /verify",
    "POST /logout",
    "GET /user/",
    "PUT /user/",
    "GET /admin/audit/",
    "GET /admin/users/",
    "GET /admin/users/export",
    "POST /admin/users/",
    "GET /admin/users/{user_id}/",
    "PUT /admin/users/{user_id}/",
    "DELETE /admin/users/{user_id}/",
    "POST /saml/acs/",
    "GET /saml/metadata",
  ]);
});
