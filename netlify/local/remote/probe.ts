import * as z from "zod/mini";
import { mintOperatorToken } from "./operator-token.ts";

const TIMEOUT_MS = 10_000;

export interface Gotrue {
  /** Without a slash at the end. */
  url: string;
  operatorToken: string;
  jwtSecret: string;
}

interface Heard {
  status: number;
  body: unknown;
  location: string | null;
}

const Health = z.object({ name: z.literal("GoTrue") });
const Settings = z.object({ external: z.object({ email: z.boolean() }), autoconfirm: z.boolean() });
const People = z.object({ aud: z.string() });
const Refusal = z.object({ msg: z.string() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says only that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = "code" in cause ? String(cause.code) : "";
  return cause.message.includes(code) ? cause.message : `${code} ${cause.message}`.trim();
}

async function ask(url: string, path: string, bearer?: string): Promise<Heard> {
  try {
    const response = await fetch(url + path, {
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), location: response.headers.get("location") };
  } catch (error) {
    throw new Error(`Nothing answers as a GoTrue at ${url} (${reasonOf(error)}). Start it, or correct --identity.`);
  }
}

function saying({ body }: Heard): string {
  const { msg } = Refusal.safeParse(body).data ?? {};
  return msg === undefined ? "" : ` ("${msg.slice(0, 200)}")`;
}

function requireGotrue(url: string, health: Heard, settings: Heard): void {
  if (health.location !== null && health.status >= 300 && health.status < 400) {
    throw new Error(`${url} sends us on to ${health.location}. Give the address behind that to --identity.`);
  }
  if (health.status !== 200 || !Health.safeParse(health.body).success) {
    throw new Error(
      `${url}/health answered ${health.status}${saying(health)}, not as a GoTrue does. Correct --identity; if the GoTrue is below a path there, give the path, too.`,
    );
  }
  if (/microservice/.test(saying(settings))) {
    throw new Error(
      `The GoTrue at ${url} serves many sites ("gotrue multi"). Start one for this site alone ("gotrue serve").`,
    );
  }
  if (settings.status !== 200 || !Settings.safeParse(settings.body).success) {
    throw new Error(`${url}/settings answered ${settings.status}${saying(settings)}, not as Netlify's GoTrue does.`);
  }
}

function requireAdmin(url: string, heard: Heard, wrong: string): void {
  if (heard.status === 200) return;
  if (heard.status === 401) throw new Error(`${wrong}. ${url} answered 401${saying(heard)}.`);
  throw new Error(`${url}/admin/users answered ${heard.status}${saying(heard)}. The log of that GoTrue says why.`);
}

export interface Found {
  /** GOTRUE_JWT_AUD of that GoTrue: whose people it lists to its operator. */
  audience: string;
}

/**
 * Asks a GoTrue, before anybody relies on it, whether it is one and takes both secrets. Rejects with a sentence that names the
 * flag or the variable to mend.
 */
export async function probeGotrue({ url, operatorToken, jwtSecret }: Gotrue): Promise<Found> {
  const [health, settings] = await Promise.all([ask(url, "/health"), ask(url, "/settings")]);
  requireGotrue(url, health, settings);
  const people = "/admin/users?per_page=1";
  const asOperator = await ask(url, people, operatorToken);
  requireAdmin(url, asOperator, "GOTRUE_OPERATOR_TOKEN is not the one that this GoTrue was started with");
  const minted = await ask(url, people, mintOperatorToken(jwtSecret, Date.now()));
  const isLate = /expired|not valid yet|used before/.test(saying(minted));
  requireAdmin(
    url,
    minted,
    isLate
      ? "The clocks of this machine and of the GoTrue differ by more than two minutes: set them right"
      : "GOTRUE_JWT_SECRET is not the one that this GoTrue was started with",
  );
  return { audience: People.safeParse(asOperator.body).data?.aud ?? "" };
}
