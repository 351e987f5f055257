import { serveEvent } from "#lib/server/events/events.ts";
import { signup } from "#lib/server/events/signup.ts";

export default serveEvent({ event: "signup", decide: signup, otherwise: "allow" });
