import { encodeStruct } from "./go/json-encode.ts";
import { json, type Reply } from "./http/reply.ts";

/** `GET /health`, as a build without a version stamp answers it. */
export function health(): Reply {
  const description = "GoTrue is a user registration and authentication API";
  return json(200, encodeStruct({ description, name: "GoTrue", version: "" }));
}
