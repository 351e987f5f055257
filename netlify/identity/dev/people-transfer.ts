import type { ImportOutcome } from "../people-import.ts";
import { counted } from "./counts.ts";
import { BadInput, type DevRoute, file, type Handler, json, seeOther, type Visit } from "./route.ts";

const MAX_IMPORT_BYTES = 256 * 1024 * 1024;
/** Reasons that a person is told at once; a program gets them all. */
const MOST_REASONS = 5;

const exportAll: Handler = ({ identity }) =>
  file(identity.people.export(), { type: "application/x-ndjson", name: "people.ndjson" });

const importAll: Handler = async (visit) => {
  const { text, partial } = given(visit);
  const outcome = await visit.identity.people.import(text, { partial });
  if (outcome.rows.length === 0)
    throw new BadInput("There is nobody in it: send one JSON object a line, or an array.", FORM);
  const summary = inWords(outcome, partial);
  const isDone = partial || outcome.refused === 0;
  if (visit.wantsJson) return json(isDone ? outcome : { error: summary, ...outcome }, isDone ? 200 : 422);
  if (!isDone) throw new BadInput(summary, FORM);
  return seeOther("/people", summary);
};

const FORM = { form: "import" };

/** Everybody as a file, and back. */
export const transferRoutes: DevRoute[] = [
  {
    path: "/people/export",
    GET: exportAll,
    api: [
      {
        method: "GET",
        about: "Every account with its password's hash, one JSON object a line, oldest first.",
      },
    ],
  },
  {
    path: "/people/import",
    POST: importAll,
    formOn: "/people",
    maxBodyBytes: MAX_IMPORT_BYTES,
    api: [
      {
        method: "POST",
        about:
          "Adds accounts, one JSON object a line or an array; only email is required, password may be plain. All or nobody.",
        body: '[{"email":"ann@example.com","password":"secret","confirmed_at":"2026-01-31T12:00:00Z"}]',
      },
      {
        method: "POST",
        about: "The same, but good entries are added even if others are refused.",
        query: "?partial=1",
        body: '[{"email":"cid@example.com"},{"email":""}]',
      },
    ],
  },
];

/** A browser sends the file as a part of a form, a program as the body. */
function given(visit: Visit): { text: string; partial: boolean } {
  const asked = visit.query.get("partial");
  const isAsked = asked !== null && !["", "0", "false"].includes(asked);
  if (!visit.text.startsWith("--")) return { text: visit.text, partial: isAsked };
  const { people, partial } = visit.fields();
  if (typeof people !== "string") throw new BadInput("Choose a file first.", FORM);
  return { text: people, partial: isAsked || (typeof partial === "string" && partial !== "") };
}

function inWords({ imported, refused, rows }: ImportOutcome, partial: boolean): string {
  if (refused === 0) return `${counted(imported, "account")} imported.`;
  const bad = rows.filter(({ outcome }) => outcome === "refused");
  const reasons = bad.slice(0, MOST_REASONS).map(({ line, reason }) => `Line ${line}: ${reason}.`);
  const more = bad.length > MOST_REASONS ? [`And ${bad.length - MOST_REASONS} more.`] : [];
  const first = partial
    ? `${counted(imported, "account")} imported, ${refused} refused.`
    : `Nobody was imported, for ${refused} of ${rows.length} cannot be.`;
  return [first, ...reasons, ...more].join(" ");
}
