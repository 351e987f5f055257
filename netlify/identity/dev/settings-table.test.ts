import { expect, it } from "vitest";
import { parseSettings } from "../settings.ts";
import { settingRows } from "./settings-table.ts";

it("S75 shows no secret of the settings, not even one inside an address", () => {
  const { settings } = parseSettings({
    GOTRUE_SITE_URL: "http://localhost:8888",
    GOTRUE_JWT_SECRET: "CANARY-jwt",
    GOTRUE_OPERATOR_TOKEN: "CANARY-operator",
    GOTRUE_API_EXPORT_SECRET: "CANARY-export",
    GOTRUE_WEBHOOK_SECRET: "CANARY-hook",
    GOTRUE_WEBHOOK_URL: "http://me:CANARY-address@127.0.0.1:3000/hook?a=b",
    GOTRUE_EXTERNAL_GITHUB_ENABLED: "true",
    GOTRUE_EXTERNAL_GITHUB_SECRET: "CANARY-github",
  });
  const rows = settingRows(settings);
  expect(JSON.stringify(rows)).not.toContain("CANARY");
  expect(rows).toContainEqual({ name: "GOTRUE_WEBHOOK_URL", value: "http://me:hidden@127.0.0.1:3000/hook?a=b" });
});
