import * as z from "zod/mini";
import { AppError, type RefusedAttempt } from "./errors.ts";

/** The deploy that answers, from the function's own `context.deploy`: the environment may say something else. */
export interface Deploy {
  /** As Netlify names it: `production`, `deploy-preview`, `branch-deploy`, `dev`; `unknown` where nothing was said. */
  context: string;
  id: string;
  readOnly: boolean;
  /** A production deploy that is not the published one: an old one, still reachable by its own address. */
  outdated: boolean;
}

const Said = z.object({
  context: z.optional(z.string().check(z.regex(/^[\w:.-]{1,64}$/))),
  id: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
  published: z.optional(z.boolean()),
});

/** What is missing means read-only. This guards against mistakes, not against hostile code in a preview. */
export function deployOf(deploy: unknown, contextsAllowedToWrite: readonly string[]): Deploy {
  const { context = "unknown", id = "", published } = Said.safeParse(deploy).data ?? {};
  const outdated = context === "production" && published === false;
  const mayWrite =
    !outdated && ((context === "production" && published === true) || contextsAllowedToWrite.includes(context));
  return { context, id, readOnly: !mayWrite, outdated };
}

/** @throws AppError `outdated_deploy` or `read_only`, with the attempt for the audit. */
export function requireWriting({ context, readOnly, outdated }: Deploy, attempt: RefusedAttempt): void {
  if (outdated) {
    const message = "This is an old deploy of the desk. Open the site's main address and try again there.";
    throw new AppError("outdated_deploy", message, { attempt });
  }
  if (!readOnly) return;
  const message = `This desk runs in the deploy context "${context}", which changes nothing. Use the published site, or name the context in DESK_ALLOW_WRITES.`;
  throw new AppError("read_only", message, { attempt });
}
