import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";

export const getOpenapi = endpoint({
  name: "getOpenapi",
  method: "GET",
  path: "/openapi.json",
  action: "desk.open",
  summary: "This description, generated from the contract.",
  response: z.record(z.string(), z.unknown()),
});
