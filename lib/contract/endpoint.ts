import type * as z from "zod/mini";
import type { Action } from "./policy.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * One row per endpoint; nothing else describes the wire. The row types the browser's call and the function's handler,
 * and both sides parse with it.
 */
export interface Endpoint {
  /** Verb and noun, unique: `listUsers`. */
  name: string;
  method: Method;
  /** Below `<base>/api`, with `:name` for parameters: `/users/:id`. */
  path: string;
  /** What the caller must be allowed to do, or `"public"` where nobody signs in. */
  action: Action | "public";
  /** One sentence for the API description. */
  summary: string;
  params?: z.ZodMiniType;
  query?: z.ZodMiniType;
  body?: z.ZodMiniType;
  response: z.ZodMiniType;
  /** Status of success, 200 unless told. */
  status?: 201;
}

/** Keeps the literal types of a row while checking its shape. */
export function endpoint<const Row extends Endpoint>(row: Row): Row {
  return row;
}

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined;
type Raw<Schema> = Schema extends z.ZodMiniType ? z.input<Schema> : undefined;

/** What a handler receives: parameters, query and body after parsing. */
export type Input<Row extends Endpoint> = {
  params: Parsed<Row["params"]>;
  query: Parsed<Row["query"]>;
  body: Parsed<Row["body"]>;
};

type Ask<Key extends string, Value> = [Value] extends [undefined]
  ? { [K in Key]?: undefined }
  : Record<string, never> extends Value
    ? { [K in Key]?: Value }
    : { [K in Key]: Value };

/** What a caller sends; a part whose every key is optional may be left out. */
export type Call<Row extends Endpoint> = Ask<"params", Raw<Row["params"]>> &
  Ask<"query", Raw<Row["query"]>> &
  Ask<"body", Raw<Row["body"]>>;

export type Output<Row extends Endpoint> = z.output<Row["response"]>;
