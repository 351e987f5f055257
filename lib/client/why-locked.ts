import type { Session } from "#lib/contract/session.ts";
import type { UserDetail } from "#lib/contract/users.ts";

/** Why the viewer may not do something to somebody that others may, in a sentence. What they may is the server's word, in `can`. */
export function whyLocked(user: Pick<UserDetail, "id" | "rank">, session: Session): string {
  if (session.readOnly) return "This deploy of the desk is read-only.";
  if (user.id === session.user.id) return "This is your own account: a colleague has to do this.";
  const rank = session.user.rank;
  if (user.rank) return `Your rank, ${rank}, may not do this to staff like this person.`;
  return `Your rank, ${rank}, may look at this but not change it.`;
}
