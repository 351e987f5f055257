import { validate } from "#lib/server/event-validate.ts";
import { serveEvent } from "#lib/server/events.ts";

export default serveEvent({ event: "validate", decide: validate, otherwise: "refuse" });
