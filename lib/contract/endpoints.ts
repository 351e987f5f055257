import { listAudit } from "./audit.ts";
import { checkAddress } from "./check.ts";
import type { Endpoint } from "./endpoint.ts";
import { getOpenapi } from "./openapi.ts";
import { getSession } from "./session.ts";
import { getSignupVerdict } from "./signup-verdict.ts";
import { setRoles } from "./user-changes.ts";
import { createUser, getUser, listUsers } from "./users.ts";

/** Every row: what the API description and the authorisation matrix are generated from. */
export const endpoints: readonly Endpoint[] = [
  getSession,
  listUsers,
  getUser,
  createUser,
  setRoles,
  checkAddress,
  listAudit,
  getSignupVerdict,
  getOpenapi,
];
