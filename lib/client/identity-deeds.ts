import type { IdentityActivity } from "#lib/contract/activity.ts";

/** Identity's words for what people do, in ours: by themselves, and by an admin. */
const words: Record<string, [own: string, others: string]> = {
  login: ["signed in", "signed in"],
  logout: ["signed out everywhere", "signed out everywhere"],
  invite_accepted: ["took up the invitation with a provider", "took up the invitation"],
  user_signedup: ["confirmed the account", "created the account"],
  user_invited: ["was invited", "invited this person"],
  user_deleted: ["was deleted", "deleted the account"],
  user_modified: ["changed their own account", "changed the account"],
  user_recovery_requested: ["was sent a password mail", "sent a password mail"],
  token_refreshed: ["kept a session open", "kept a session open"],
};

/** What a line of Identity's log tells, to follow its actor. A word that is new to us stands as it is. */
export function identityDeed({ action, by, times }: IdentityActivity): string {
  const known = Object.hasOwn(words, action) ? words[action] : undefined;
  const deed = known ? known[by === "themselves" ? 0 : 1] : `did “${action}”`;
  return times > 1 ? `${deed} (${times} times)` : deed;
}

/** Who did it; undefined where their address is to stand. */
export function identityActor({ by }: IdentityActivity): string | undefined {
  if (by === "themselves") return "They";
  return by === "operator" ? "Somebody with Identity’s own token" : undefined;
}
