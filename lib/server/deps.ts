import * as z from "zod/mini";
import { type Audit, openAudit } from "./audit/audit.ts";
import * as config from "./config.ts";
import { type Deploy, deployOf } from "./deploy.ts";
import type { IdentityAccess } from "./gotrue/transport.ts";
import { identityAccess } from "./identity-context.ts";
import type { Actor, Staff } from "./policy/policy.ts";
import type { Rules } from "./policy/rank.ts";
import { openState, type State } from "./state.ts";

/** What a request of the desk works with. Made anew for each: nothing of one caller outlives the answer. */
export interface Desk {
  deploy: Deploy;
  rules: Rules;
  identity: IdentityAccess;
  state: State;
  audit: Audit;
}

/** What a change works with, whoever makes it: staff, or a machine with a row of its own in the policy. */
export interface ChangeDeps extends Desk {
  actor: Actor;
}

export interface Deps extends Desk {
  actor: Staff;
  request: Request;
}

/** What an endpoint works with that nobody signs in for. */
export interface PublicDeps {
  state: State;
  request: Request;
}

const STATE_MS = 3_000;

const Surroundings = z.object({
  deploy: z.optional(z.unknown()),
  site: z.optional(z.object({ id: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))) })),
});

/** Stands for the Identity instance in keys: a site has one, and all its deploys share it. */
export function instanceOf(context: unknown): string {
  return Surroundings.safeParse(context).data?.site?.id ?? "site";
}

/** The deploy a function runs in, by what Netlify hands it. */
export function deployFrom(context: unknown): Deploy {
  return deployOf(Surroundings.safeParse(context).data?.deploy, config.contextsAllowedToWrite());
}

export function publicState(context: unknown): State {
  return openState({ instance: instanceOf(context), secret: config.deskSecret(), deadlineMs: STATE_MS });
}

/** @throws AppError `not_configured` naming what is missing, `identity_unavailable`. */
export function deskFor(context: unknown): Desk {
  const { staffRoles, appRoles } = config.policyFile();
  const owners = config.owners();
  const state = publicState(context);
  const identity = identityAccess();
  const deploy = deployFrom(context);
  const rules = { owners, audience: identity.audience, staffRoles, appRoles };
  return {
    deploy,
    rules,
    identity,
    state,
    audit: openAudit(deploy, { instance: instanceOf(context), secret: state.secret }),
  };
}
