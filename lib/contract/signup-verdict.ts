import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";

/** The key under which the sign-up page puts its attempt id into the signup's metadata. */
export const attemptKey = "desk_attempt";

/** 128 random bits, known only to the page that signs up. */
export const AttemptId = z.string().check(z.regex(/^[0-9a-f]{32}$/, "An attempt id is 32 hexadecimal digits."));

export const SignupVerdict = z.union([
  /** Nothing was refused under this id, or it was longer than ten minutes ago. */
  z.object({ state: z.literal("none") }),
  z.object({
    state: z.literal("refused"),
    title: z.string(),
    message: z.string(),
    /** The way to go on. */
    next: z.optional(z.object({ label: z.string(), href: z.string() })),
  }),
]);
export type SignupVerdict = z.infer<typeof SignupVerdict>;

export const getSignupVerdict = endpoint({
  name: "getSignupVerdict",
  method: "GET",
  path: "/signup-verdict",
  action: "public",
  summary: "Why the signup with this attempt id was refused, and what to do instead.",
  query: z.strictObject({ attempt: AttemptId }),
  response: SignupVerdict,
});
