import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { refuseProduction } from "../config.ts";
import { hooksFor } from "../event-hooks.ts";
import { type NetlifyOptions, openDoors, openPremises, startFunctions } from "../premises.ts";
import { orUndo, type Undo } from "../undo-list.ts";
import { EVENT_PATH, eventAddress } from "./event-address.ts";
import { type Gotrue, probeGotrue } from "./probe.ts";
import { openProxy } from "./proxy.ts";
import { remoteIdentity } from "./remote-identity.ts";

export interface RemoteOptions extends Omit<NetlifyOptions, "reset"> {
  gotrue: Gotrue & {
    /** Signs its calls to the webhook; absent: the JWT secret does, as on the hosted service. */
    webhookSecret?: string | undefined;
  };
  /** How GoTrue, and the world, reach us; absent: by `http://localhost:<port>`. */
  publicUrl?: string | undefined;
}

export interface Remote {
  url: string;
  port: number;
  /** For GOTRUE_WEBHOOK_URL. */
  eventsUrl: string;
  /** For GOTRUE_WEBHOOK_EVENTS: those that a function listens to. */
  events: string[];
  close(): Promise<void>;
}

/** What we keep about the people of one GoTrue never mixes with that of another, or of the local Identity. */
function ownFolder(dataDir: string | undefined, url: string): string | undefined {
  if (dataDir === undefined) return undefined;
  const fingerprint = createHash("sha256").update(url).digest("hex").slice(0, 8);
  const { host } = new URL(url);
  return join(dataDir, "elsewhere", `${host.replace(/[^a-z0-9.-]/g, "_")}-${fingerprint}`);
}

async function open(options: RemoteOptions, undo: Undo): Promise<Remote> {
  const { gotrue, publicUrl } = options;
  const { audience } = await probeGotrue(gotrue);
  const premises = await openPremises({ ...options, dataDir: ownFolder(options.dataDir, gotrue.url) }, undo);
  const { siteUrl, listener, log } = premises;
  const proxy = openProxy({ url: gotrue.url, addresses: { siteUrl, publicUrl }, log });
  undo.add(proxy.close);
  // Neither GoTrue's webhook secret nor its JWT secret may reach a function.
  const eventKey = randomBytes(32).toString("hex");
  // An empty one is the desk's own default.
  const defaults: Record<string, string> = audience === "" ? {} : { DESK_AUDIENCE: audience };
  const functions = await startFunctions(options, premises, { url: publicUrl ?? siteUrl, eventKey, defaults });
  undo.add(functions.close);
  const hooks = () => hooksFor(functions, listener.port);
  const secret = gotrue.webhookSecret ?? gotrue.jwtSecret;
  openDoors(options, premises, {
    identity: remoteIdentity(gotrue, proxy),
    functions,
    eventKey,
    publicUrl,
    rooms: [eventAddress({ secret, key: eventKey, hooks, log })],
  });
  return {
    url: siteUrl,
    port: listener.port,
    eventsUrl: `${publicUrl ?? siteUrl}${EVENT_PATH}`,
    events: Object.keys(hooks()),
    close: undo.run,
  };
}

/**
 * Starts the local Netlify in front of a GoTrue that runs elsewhere: no seeds, no reset and no `/__dev`, for its people are
 * real. Rejects with one clear sentence when it cannot.
 */
export async function startRemote(options: RemoteOptions): Promise<Remote> {
  refuseProduction();
  return orUndo((undo) => open(options, undo));
}
