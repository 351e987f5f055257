import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Action, Rank } from "./policy.ts";

/** A role that can be given to somebody, and whether the caller may give it. */
export const AssignableRole = z.object({
  name: z.string(),
  description: z.string(),
  /** Set for the roles that make somebody staff of this desk. */
  staffRank: z.optional(Rank),
  grantable: z.boolean(),
});
export type AssignableRole = z.infer<typeof AssignableRole>;

export const Session = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), rank: Rank }),
  /** Actions the caller may take on somebody, before looking at whom. */
  can: z.array(Action),
  /** The deploy we run in, as Netlify names it: `production`, `deploy-preview`, `branch-deploy`, `dev`. */
  context: z.string(),
  /** True where this deploy must not change anything. */
  readOnly: z.boolean(),
  roles: z.array(AssignableRole),
});
export type Session = z.infer<typeof Session>;

export const getSession = endpoint({
  name: "getSession",
  method: "GET",
  path: "/session",
  action: "desk.open",
  summary: "Who is signed in, what they may do, and where this desk runs.",
  response: Session,
});
