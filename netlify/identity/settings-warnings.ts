import type { Environment } from "./settings-reader.ts";

/** Names that GoTrue reads and this server has no use for, with the reason. */
const NO_EFFECT: [RegExp, string][] = [
  [/^GOTRUE_SMTP_(?:PORT|USER|PASS)$/, "mails stay in the outbox"],
  [/^GOTRUE_DB_(?:DRIVER|DATABASE_URL|NAMESPACE|MIGRATIONS_PATH)$/, "the store is a journal file"],
  [/^GOTRUE_API_(?:HOST|ENDPOINT|PORT)$/, "the server listens on 127.0.0.1 at --port"],
  [/^GOTRUE_LOG_(?:LEVEL|FILE)$/, "the log goes to standard output"],
  [/^GOTRUE_EXTERNAL_SAML_(?:METADATA_URL|API_BASE|SIGNING_CERT|SIGNING_KEY)$/, "SAML is not supported"],
];

/** Spellings that GoTrue's own papers use and its code ignores. */
const MISSPELT: Record<string, string> = {
  GOTRUE_WEBHOOK_TIMEOUT_SEC: "GOTRUE_WEBHOOK_TIMEOUTSEC",
  GOTRUE_EXTERNAL_REDIRECT_URL: "GOTRUE_EXTERNAL_REDIRECTURL",
};

const EVENTS = ["validate", "signup", "login", "usermodified", "userdeleted"];

/** One sentence where a hook is named and would never be called, or is to hear of what never happens. */
export function eventsNobodyHears({ url, events }: { url: string; events: string[] }): string[] {
  if (url === "") return [];
  const all = EVENTS.join(",");
  if (events.length === 0)
    return [`GOTRUE_WEBHOOK_URL is never called: set GOTRUE_WEBHOOK_EVENTS, for example to validate,signup,login`];
  return events
    .filter((event) => !EVENTS.includes(event))
    .map((event) => `GOTRUE_WEBHOOK_EVENTS names "${event}", which never happens: there are ${all}`);
}

/** One sentence for each GOTRUE_ name in `env` that changes nothing. */
export function namesWithoutEffect(env: Environment, known: ReadonlySet<string>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith("GOTRUE_") && !known.has(name))
    .sort()
    .map((name) => `${name} has no effect: ${reason(name, [...known])}`);
}

function reason(name: string, known: string[]): string {
  const misspelt = MISSPELT[name];
  if (misspelt) return `GoTrue reads ${misspelt}`;
  const expected = NO_EFFECT.find(([pattern]) => pattern.test(name));
  if (expected) return expected[1];
  const near = known.find((candidate) => distance(candidate, name) <= 2);
  return near ? `did you mean ${near}?` : "there is no such setting";
}

/** Edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
