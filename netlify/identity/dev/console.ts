// How to add a page: write `netlify/identity/dev/<name>.ts` that exports its routes, and list them in `pages.ts`.
//
//   export const clockRoutes: DevRoute[] = [{
//     path: "/clock", nav: { name: "Clock", group: "Change" }, GET: show, POST: change,
//     api: [{ method: "GET", about: "The time here." }, { method: "POST", about: "Moves it.", body: { advance: "20m" } }],
//   }];
//   const show: Handler = (visit) => visit.wantsJson ? json(state) : page("Clock", html`… ${problemAt(visit)} <form method="post">…`);
//   const change: Handler = (visit) => {
//     const { advance } = visit.fields();                       // a form's or a JSON object's
//     if (typeof advance !== "string") throw new BadInput("…"); // 422: JSON, or this page again with the words in it
//     …
//     return visit.wantsJson ? json(state) : seeOther("/clock", "The clock was moved.");
//   };
//
// A line on every page ("the clock stands ahead") is a row in `notices.ts`. GET never changes anything.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Identity } from "../server.ts";
import { identityPart } from "../snapshots/identity-part.ts";
import { openSnapshots, type Snapshots } from "../snapshots.ts";
import { answerVisit } from "./answer.ts";
import type { Frame } from "./frame.ts";
import { standardPages } from "./pages.ts";
import { type ConsoleFacts, type DevRoute, json } from "./route.ts";
import { openSaid } from "./said.ts";
import { writeAnswer } from "./write-answer.ts";

export interface ConsoleOptions extends Partial<Omit<ConsoleFacts, "routes">> {
  identity: Identity;
  /** Pages besides those of every Identity; one with the path of a standard page takes its place. */
  routes?: readonly DevRoute[];
  log?: (line: string) => void;
}

/** `/__dev`: what only a stand-in on this machine may show, as pages for people and JSON for programs. */
export interface DevConsole {
  /** Whether a raw request target is the console's to answer. */
  owns(target: string | undefined): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

const FAILED = "Something failed here. The log of this server says what.";

/** Builds the console over an Identity; the same for the server that runs alone and for the local Netlify. */
export function openConsole(options: ConsoleOptions): DevConsole {
  const { identity, log = () => undefined } = options;
  const facts = factsOf(options);
  const said = openSaid();
  return {
    owns: (target = "") => /^\/__dev(?:[/?#]|$)/.test(target.replace(/^https?:\/\/[^/?#]*/i, "")),
    handle(request, response) {
      const frame: Frame = { identity, facts, said, path: "", query: new URLSearchParams() };
      answerVisit(request, frame)
        .then((answer) => writeAnswer({ request, response, answer, frame }))
        .catch((error: unknown) => {
          log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
          if (response.headersSent) return void response.destroy();
          writeAnswer({ request, response, answer: json({ error: FAILED }, 500), frame });
        });
    },
  };
}

/** A listener that gives `/__dev` to the console and everything else to the Identity, for a server that runs alone. */
export function withConsole(identity: Identity, options: Omit<ConsoleOptions, "identity"> = {}): RequestListener {
  const console = openConsole({ identity, ...options });
  return (request, response) => {
    if (console.owns(request.url)) return console.handle(request, response);
    identity.handle(request, response);
  };
}

function factsOf({ identity, routes = [], ...given }: ConsoleOptions): ConsoleFacts {
  const standard = standardPages.filter(({ path }) => !routes.some((route) => route.path === path));
  return {
    title: given.title ?? "Local Identity",
    identityPath: given.identityPath ?? "",
    routes: [...standard, ...routes],
    places: given.places ?? [],
    warnings: given.warnings ?? [],
    facts: given.facts ?? (() => []),
    snapshots: given.snapshots ?? snapshotsOf(identity),
    reset: given.reset ?? identity.reset,
  };
}

/** Beside the journal, or in memory where there is none. */
function snapshotsOf(identity: Identity): Snapshots {
  const directory = identity.directory === undefined ? undefined : join(identity.directory, "snapshots");
  return openSnapshots({ directory, parts: [identityPart(identity)], people: identity.people.count });
}
