import type { Config } from "@netlify/functions";
import { listNotes, removeNote, writeNote } from "#lib/contract/notes.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as notes from "#lib/server/notes/notes.ts";

export default serve(route(listNotes, notes.list), route(writeNote, notes.write), route(removeNote, notes.remove));

export const config: Config = {
  path: [`${__DESK_BASE__}/api/users/:id/notes`, `${__DESK_BASE__}/api/users/:id/notes/:note`],
};
