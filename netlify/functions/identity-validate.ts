import { serveEvent } from "#lib/server/events/events.ts";
import { validate } from "#lib/server/events/validate.ts";

export default serveEvent({ event: "validate", decide: validate, otherwise: "refuse" });
