import type { ExternalState } from "./external-state.ts";
import type { FaultyPlaces } from "./faults.ts";
import type { Webhooks } from "./hooks.ts";
import type { WireRequest } from "./http/request.ts";
import type { Claims } from "./jwt.ts";
import type { Mailer } from "./mailer.ts";
import type { Actor, User } from "./models/user.ts";
import type { Passwords } from "./passwords.ts";
import type { StandIn } from "./provider-page/stand-in.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store/store.ts";
import type { Strictness } from "./strictness.ts";

/** What one server is made of; every handler gets it with the call. */
export interface App {
  settings: Settings;
  standIn: StandIn;
  store: Store;
  passwords: Passwords;
  mailer: Mailer;
  webhooks: Webhooks;
  limits: RateLimits;
  strictness: Strictness;
  faults: FaultyPlaces;
  /** Milliseconds. */
  now: () => number;
  log: (line: string) => void;
}

/** One request on its way through the routes. */
export interface Call {
  app: App;
  request: WireRequest;
  requestId: string;
  /** `Set-Cookie` lines, sent with whatever the answer is, an error too. */
  cookies: string[];
}

/** A call with a good access token. */
export interface UserCall extends Call {
  claims: Claims;
}

/** A call by somebody who may use the admin API; without claims it is the operator. */
export interface AdminCall extends Call {
  claims: Claims | undefined;
  admin: Actor;
}

/** An admin call about one account. */
export interface TargetCall extends AdminCall {
  user: User;
}

/** A call that comes back from a provider. */
export interface CallbackCall extends Call {
  state: ExternalState;
}
