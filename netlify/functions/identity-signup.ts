import { signup } from "#lib/server/event-signup.ts";
import { serveEvent } from "#lib/server/events.ts";

export default serveEvent({ event: "signup", decide: signup, otherwise: "allow" });
