import type { ProviderName } from "../settings.ts";

const GRANTOR = "The resource owner or authorization server denied the request";

/** What each provider adds to the redirect URI when somebody says no. */
export const REFUSALS: Record<ProviderName, [string, string][]> = {
  google: [["error", "access_denied"]],
  github: [
    ["error", "access_denied"],
    ["error_description", "The user has denied your application access."],
  ],
  gitlab: [
    ["error", "access_denied"],
    ["error_description", `${GRANTOR}.`],
  ],
  bitbucket: [
    ["error", "access_denied"],
    ["error_description", GRANTOR],
  ],
  facebook: [
    ["error", "access_denied"],
    ["error_code", "200"],
    ["error_description", "Permissions error"],
    ["error_reason", "user_denied"],
  ],
};
