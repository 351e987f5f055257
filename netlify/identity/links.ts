import { type LinkState, stateOf } from "./links/link-state.ts";
import { reasonOf } from "./links/reason.ts";
import { type LinkFilter, type TracedLink, traceLinks } from "./links/trace.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store/store.ts";

interface LinksOptions {
  settings: Settings;
  store: Store;
  now: () => number;
}

/** How to ask for the links that went out or are still on file, oldest first. */
export function createLinks({ settings, store, now }: LinksOptions): (filter?: LinkFilter) => LinkState[] {
  return (filter = {}) => traceLinks(store, filter).map((traced) => linkState(traced, { settings, now: now() }));
}

function linkState(traced: TracedLink, surroundings: { settings: Settings; now: number }): LinkState {
  const { kind, to, user, mail, address, sentAt } = traced;
  const judged = stateOf(traced, surroundings);
  return {
    kind,
    to,
    ...(user && { email: user.email }),
    ...(user && { user_id: user.id }),
    ...(address !== undefined && { link: address }),
    ...(mail && { mail_id: mail.id }),
    ...(sentAt !== undefined && { sent_at: sentAt }),
    ...(judged.expiresAt !== undefined && { expires_at: judged.expiresAt }),
    state: judged.state,
    reason: reasonOf(traced, judged),
  };
}
