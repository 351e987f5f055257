import type { Identity } from "../server.ts";
import type { Snapshots } from "../snapshots.ts";
import type { Html } from "./html.ts";

export type Method = "GET" | "POST" | "DELETE";

/** What a body says: a form's fields are text, a JSON object's are whatever it holds. */
export type Fields = Record<string, unknown>;

/** One request to `/__dev`, as its handler sees it. */
export interface Visit {
  identity: Identity;
  /** What all pages have in common. */
  console: ConsoleFacts;
  /** `http://localhost:9999`, as the visitor calls this server. */
  origin: string;
  /** Path below `/__dev`, as sent: "" or "/faults/3". */
  path: string;
  /** What stands for `:name` in the route's path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Answer with `json(…)`: the visitor is a program. */
  wantsJson: boolean;
  /** The body as it came. */
  text: string;
  /** The body's fields, from a form (files are their text) or a JSON object. Throws BadInput for anything else. */
  fields(): Fields;
  /** Why the form on this page was refused; the page shows it with `problemAt` and fills in `typed` again. */
  problem: BadInput | undefined;
  /** What was typed into the refused form, else "". */
  typed(name: string): string;
}

export interface ConsoleFacts {
  /** "Local Identity" or "Local Netlify". */
  title: string;
  /** Where GoTrue's own routes begin: "" or "/.netlify/identity". */
  identityPath: string;
  routes: readonly DevRoute[];
  /** Pages of the product that runs here, for the overview. */
  places: readonly { name: string; path: string }[];
  /** What the settings warned of when it started. */
  warnings: readonly string[];
  /** Rows for the overview besides the Identity's own. */
  facts(): readonly { name: string; value: string }[];
  /** States of everything, by name. */
  snapshots: Snapshots;
  /** What "Start over" does. */
  reset(): Promise<void>;
}

export type Handler = (visit: Visit) => Answer | Promise<Answer>;

export type NavGroup = "See" | "Change" | "About";

/** One address below `/__dev`. */
export interface DevRoute {
  /** "" is `/__dev` itself; "/faults/:id" takes one segment for the name. */
  path: string;
  /** Its place in the navigation; pages come in the order in which they are registered. */
  nav?: { name: string; group: NavGroup };
  GET?: Handler;
  POST?: Handler;
  DELETE?: Handler;
  /** Path of the page whose form posts here, where that is another one. A refused form is shown there. */
  formOn?: string;
  /** 64 kB unless told. */
  maxBodyBytes?: number;
  /** One row per method and use, for `/__dev/api` and the README. */
  api: readonly ApiRow[];
}

export interface ApiRow {
  method: Method;
  about: string;
  /** `?to=ann@example.com` */
  query?: string;
  /** Values for `:name` in the path. */
  params?: Record<string, string>;
  /** An object is sent as JSON, text as it is. */
  body?: Record<string, unknown> | string;
}

export type Answer = Given & {
  /** The `Allow` header of a 405. */
  allow?: string;
};

type Given =
  | { kind: "page"; title: string; body: Html; status: number; formTargets: readonly string[]; alone: boolean }
  | { kind: "json"; value: unknown; status: number }
  | { kind: "redirect"; to: string; said: string | undefined }
  | { kind: "file"; content: string | Buffer | Iterable<string>; type: string; name: string | undefined };

interface PageOptions {
  status?: number;
  /** Origins besides this one to which a form of the page may lead, redirects included. */
  formTargets?: readonly string[];
  /** Without the console around it: a page that stands in for somebody else's. */
  alone?: boolean;
}

/** A page for people. */
export function page(
  title: string,
  body: Html,
  { status = 200, formTargets = [], alone = false }: PageOptions = {},
): Answer {
  return { kind: "page", title, body, status, formTargets, alone };
}

/** The same for programs. */
export function json(value: unknown, status = 200): Answer {
  return { kind: "json", value, status };
}

/** 303 after a form: to a path below `/__dev` or a whole address. `said` is shown once the page is there. */
export function seeOther(to: string, said?: string): Answer {
  return { kind: "redirect", to, said };
}

/** A whole body of another kind; with a name the browser saves it. */
export function file(
  content: string | Buffer | Iterable<string>,
  { type, name }: { type: string; name?: string },
): Answer {
  return { kind: "file", content, type, name };
}

/**
 * Input that cannot be used, in words that help. A program gets 422 `{"error"}`, a person the page again, with the words
 * beside the form called `form`.
 */
export class BadInput extends Error {
  readonly status: number;
  readonly form: string | undefined;
  constructor(message: string, { status = 422, form }: { status?: number; form?: string } = {}) {
    super(message);
    this.status = status;
    this.form = form;
  }
}

/** There is no such thing: 404 with these words. */
export function notFound(message: string): BadInput {
  return new BadInput(message, { status: 404 });
}
