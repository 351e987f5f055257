import * as z from "zod/mini";
import type { Endpoint } from "#lib/contract/endpoint.ts";
import { endpoints } from "#lib/contract/endpoints.ts";
import { ErrorBody, type ErrorCode, errorStatus } from "#lib/contract/errors.ts";

type Json = Record<string, unknown>;

function schema(type: z.ZodMiniType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...described } = z.toJSONSchema(type, { io, unrepresentable: "any" });
  return described;
}

/** The properties of an object schema as parameters of a path or a query. */
function parameters(type: z.ZodMiniType | undefined, place: "path" | "query"): Json[] {
  if (!type) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(type, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: described,
  }));
}

function content(described: Json): Json {
  return { "application/json": { schema: described } };
}

const always: ErrorCode[] = ["foreign_origin", "method_not_allowed", "internal", "not_configured"];
const ofStaff: ErrorCode[] = ["unauthenticated", "forbidden", "identity_unavailable"];
const ofBodies: ErrorCode[] = ["not_json", "too_large", "not_json_type", "outdated_deploy", "changed_meanwhile"];

function errorsOf({ action, params, query, body }: Endpoint): Json {
  const codes = [
    ...always,
    ...(action === "public" ? [] : ofStaff),
    ...(body ? ofBodies : []),
    ...(params || query || body ? (["invalid"] as const) : []),
    ...(params ? (["not_found"] as const) : []),
  ];
  const described = { $ref: "#/components/responses/Error" };
  return Object.fromEntries(
    [...new Set(codes.map((code) => errorStatus[code]))].sort().map((status) => [String(status), described]),
  );
}

function operation(row: Endpoint): Json {
  return {
    operationId: row.name,
    summary: row.summary,
    security: row.action === "public" ? [] : [{ identity: [] }],
    parameters: [...parameters(row.params, "path"), ...parameters(row.query, "query")],
    ...(row.body && { requestBody: { required: true, content: content(schema(row.body, "input")) } }),
    responses: {
      [String(row.status ?? 200)]: { description: row.summary, content: content(schema(row.response, "output")) },
      ...errorsOf(row),
    },
  };
}

function paths(): Json {
  const found: Record<string, Json> = {};
  for (const row of endpoints) {
    const path = row.path.replace(/:(\w+)/g, "{$1}");
    found[path] = { ...found[path], [row.method.toLowerCase()]: operation(row) };
  }
  return found;
}

/** The contract as OpenAPI 3.1. Nothing in it is written by hand. */
export async function describe(): Promise<Json> {
  return {
    openapi: "3.1.0",
    info: { title: "Identity Desk", version: "1" },
    servers: [{ url: `${__DESK_BASE__}/api` }],
    paths: paths(),
    components: {
      securitySchemes: {
        identity: { type: "http", scheme: "bearer", description: "The access token of this site's Identity." },
      },
      responses: {
        Error: {
          description: "Why not, for a person and for a program.",
          content: content(schema(ErrorBody, "output")),
        },
      },
    },
  };
}
