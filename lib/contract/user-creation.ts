import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { UserId } from "./users.ts";

/** What whoever created somebody asked for and never got. Done later, or decided otherwise, it is no longer here. */
export const MissingStep = z.union([
  z.object({ step: z.literal("roles"), roles: z.array(z.string()) }),
  z.object({ step: z.literal("mail") }),
]);
export type MissingStep = z.infer<typeof MissingStep>;

export const getCreation = endpoint({
  name: "getCreation",
  method: "GET",
  path: "/users/:id/creation",
  action: "users.read",
  summary: "What is missing of an account that was created here and not finished; nothing for all others.",
  params: UserId,
  response: z.object({
    missing: z.array(MissingStep),
    /** When and by whom it was created; only where something is missing. */
    at: z.optional(z.string()),
    by: z.optional(z.string()),
  }),
});
