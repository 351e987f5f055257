import * as z from "zod/mini";

const splitter = /(?:\\.|[^,\\])+/g;

/** Several values in one parameter: `member,editor`; a comma or a backslash inside a value has a backslash before it. */
export function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, "\\$&")).join(",");
}

/** The values in one parameter, as `joinValues` writes them. */
export function splitValues(text: string): string[] {
  return (text.match(splitter) ?? []).map((part) => part.replace(/\\(.)/g, "$1"));
}

const Values = z.pipe(
  z.union([z.string().check(z.maxLength(2000)), z.array(z.string().check(z.maxLength(200))).check(z.maxLength(50))]),
  z.transform((given: string | string[]) => [given].flat().flatMap(splitValues)),
);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** A day, or a moment in RFC 3339, as ms since 1970; a day alone means its first moment in UTC, or with `end` its last. */
function moment(message: string, end: boolean) {
  const read = (text: string) => Date.parse(text) + (end && DAY.test(text) ? DAY_MS - 1 : 0);
  const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  return z.pipe(
    z.string().check(
      z.regex(pattern, message),
      z.refine((text) => !Number.isNaN(Date.parse(text)), message),
    ),
    z.transform(read),
  );
}

const from = (name: string) => z.optional(moment(`${name} is a day like 2026-01-31, or a time in RFC 3339.`, false));
const to = (name: string) => z.optional(moment(`${name} is a day like 2026-01-31, or a time in RFC 3339.`, true));

/** Whom a list is about. Of several values in one filter any may match, of several filters all must. Ends are included. */
export const userFilters = {
  q: z.optional(z.string().check(z.trim(), z.maxLength(200, "Search for at most 200 characters."))),
  role: z.optional(Values),
  provider: z.optional(Values),
  createdFrom: from("createdFrom"),
  createdTo: to("createdTo"),
  seenFrom: from("seenFrom"),
  seenTo: to("seenTo"),
  /** Whether a change of address waits for its confirmation. */
  pendingEmail: z.optional(
    z.pipe(
      z.enum(["true", "false"], "pendingEmail is true or false."),
      z.transform((text: "true" | "false") => text === "true"),
    ),
  ),
};

/** One or several of these words. */
export function oneOf<const Word extends string>(words: readonly Word[], name: string) {
  return z.pipe(Values, z.array(z.enum(words, `${name} is one of ${words.join(", ")}.`)));
}

export const sortColumns = ["email", "name", "status", "createdAt", "lastSeen", "provider", "roles"] as const;
export type SortColumn = (typeof sortColumns)[number];
const down = sortColumns.map((column) => `-${column}` as const);

/** A column up, or with `-` before it down. */
export const UserSort = z.enum(
  [...sortColumns, ...down],
  `sort is one of ${sortColumns.join(", ")}, with - before it for down.`,
);
export type UserSort = z.infer<typeof UserSort>;
