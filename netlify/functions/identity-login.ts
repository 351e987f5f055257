import { serveEvent } from "#lib/server/events/events.ts";
import { login } from "#lib/server/events/login.ts";

export default serveEvent({ event: "login", decide: login, otherwise: "allow" });
