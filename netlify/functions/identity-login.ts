import { login } from "#lib/server/event-login.ts";
import { serveEvent } from "#lib/server/events.ts";

export default serveEvent({ event: "login", decide: login, otherwise: "allow" });
