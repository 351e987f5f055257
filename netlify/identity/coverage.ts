/** How much of a route of GoTrue's is here. */
export type Support = "supported" | "partial" | "absent";

export interface CoverageRow {
  /** Method and path as GoTrue registers them. */
  route: string;
  support: Support;
  /** What a caller has to know; empty where it answers as upstream in every respect. */
  note: string;
}

const SAML_OFF = "Answers as upstream does while SAML is off; it cannot be switched on.";
const ONE_INSTANCE = "There is one instance. 404, as from a GoTrue that runs alone.";
const PROVIDERS =
  "Google, GitHub, GitLab, Bitbucket and Facebook, played by a local stand-in or reached for real. SAML answers as while off.";

/** Every route that GoTrue knows, in the order of its own table. Tests hold it against the routes that are registered. */
export const COVERAGE: readonly CoverageRow[] = [
  { route: "GET /health", support: "supported", note: "" },
  { route: "GET /callback", support: "supported", note: PROVIDERS },
  { route: "GET /settings", support: "supported", note: "" },
  { route: "GET /authorize", support: "supported", note: PROVIDERS },
  { route: "POST /invite", support: "supported", note: "" },
  { route: "POST /signup", support: "supported", note: "" },
  { route: "POST /recover", support: "supported", note: "" },
  {
    route: "POST /token",
    support: "supported",
    note: "Form, multipart and query. Refresh tokens are compared exactly, in upper and lower case, too.",
  },
  { route: "POST /verify", support: "supported", note: "Tokens are compared exactly, in upper and lower case, too." },
  { route: "POST /logout", support: "supported", note: "" },
  { route: "GET /user", support: "supported", note: "" },
  { route: "PUT /user", support: "supported", note: "" },
  {
    route: "GET /admin/audit",
    support: "supported",
    note: "Entries of one second are listed newest first; upstream leaves their order open.",
  },
  {
    route: "GET /admin/users",
    support: "supported",
    note: "Accounts of one second are listed newest first; upstream leaves their order open.",
  },
  {
    route: "GET /admin/users/export",
    support: "supported",
    note: "Only where GOTRUE_API_EXPORT_SECRET is set, as upstream.",
  },
  { route: "POST /admin/users", support: "supported", note: "" },
  { route: "GET /admin/users/{user_id}", support: "supported", note: "" },
  { route: "PUT /admin/users/{user_id}", support: "supported", note: "" },
  { route: "DELETE /admin/users/{user_id}", support: "supported", note: "" },
  { route: "POST /saml/acs", support: "partial", note: SAML_OFF },
  { route: "GET /saml/metadata", support: "partial", note: SAML_OFF },
  { route: "GET /", support: "absent", note: ONE_INSTANCE },
  { route: "POST /instances", support: "absent", note: ONE_INSTANCE },
  { route: "GET /instances/{instance_id}", support: "absent", note: ONE_INSTANCE },
  { route: "PUT /instances/{instance_id}", support: "absent", note: ONE_INSTANCE },
  { route: "DELETE /instances/{instance_id}", support: "absent", note: ONE_INSTANCE },
];
