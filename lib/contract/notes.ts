import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { UserId } from "./users.ts";

export const NOTE_LENGTH = 2000;

/** A remark of the staff about somebody. Plain text; nobody but staff ever reads it. */
export const Note = z.object({
  id: z.string(),
  at: z.string(),
  by: z.object({ id: z.string(), email: z.string() }),
  text: z.string(),
  /** Whether the caller may take it away: their own, and an admin any. */
  removable: z.boolean(),
});
export type Note = z.infer<typeof Note>;

/** Line breaks and tabs may stand in a note; other control characters and half characters would not be kept as they are. */
const storableText = z.regex(/^(?:[\n\r\t]|[^\p{Cc}\p{Cs}])*$/u, "This holds a control character or half a character.");

export const listNotes = endpoint({
  name: "listNotes",
  method: "GET",
  path: "/users/:id/notes",
  action: "users.read",
  summary: "What staff noted about somebody, newest first.",
  params: UserId,
  response: z.object({ notes: z.array(Note) }),
});

export const writeNote = endpoint({
  name: "writeNote",
  method: "POST",
  path: "/users/:id/notes",
  action: "notes.write",
  summary: "Notes something about somebody. The audit says that there is a note, never what it says.",
  params: UserId,
  body: z.strictObject({
    text: z
      .string()
      .check(
        z.trim(),
        z.minLength(1, "Write something first."),
        z.maxLength(NOTE_LENGTH, `A note has at most ${NOTE_LENGTH} characters.`),
        storableText,
      ),
  }),
  response: Note,
  status: 201,
});

export const removeNote = endpoint({
  name: "removeNote",
  method: "DELETE",
  path: "/users/:id/notes/:note",
  action: "notes.write",
  summary: "Takes a note away: one’s own, or as an admin anybody’s.",
  params: z.extend(UserId, {
    note: z.string().check(z.regex(/^\d{13}-[0-9a-f]{10}$/, "This is not the id of a note.")),
  }),
  response: z.object({ removed: z.string() }),
});
