import { withConsole } from "../dev/console.ts";
import { listen } from "../listen.ts";
import { createIdentity, type Identity, type IdentityOptions } from "../server.ts";
import { parseSettings } from "../settings.ts";

export const OPERATOR = "test-operator";
export const SECRET = "test-secret";
const ENV = {
  GOTRUE_OPERATOR_TOKEN: OPERATOR,
  GOTRUE_JWT_SECRET: SECRET,
  GOTRUE_SITE_URL: "http://localhost:8888",
  GOTRUE_SMTP_HOST: "localhost",
};

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came over the wire
  json: any;
}

export interface Wire {
  url: string;
  identity: Identity;
  /** Bearer is the operator token unless told; `body` goes out as JSON, a string as it is. */
  call(
    request: string,
    options?: { body?: unknown; bearer?: string | null; headers?: Record<string, string> },
  ): Promise<Answer>;
  form(fields: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** A listening Identity with cheap hashes. `env` adds to the settings. */
export async function startIdentity(
  env: Record<string, string> = {},
  options: Partial<IdentityOptions> = {},
): Promise<Wire> {
  const { settings } = parseSettings({ ...ENV, ...env });
  const identity = await createIdentity({ settings, bcryptCost: 4, ...options });
  const server = await listen(withConsole(identity), 0);
  const url = `http://127.0.0.1:${server.port}`;
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init });
    const text = await response.text();
    const isJson = text.startsWith("{") || text.startsWith("[");
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  return {
    url,
    identity,
    call(request, { body, bearer = OPERATOR, headers = {} } = {}) {
      const [method = "GET", path = "/"] = request.split(" ");
      const authorization: Record<string, string> = bearer === null ? {} : { Authorization: `Bearer ${bearer}` };
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      return send(path, {
        method,
        headers: { ...authorization, ...headers },
        ...(text !== undefined && { body: text }),
      });
    },
    form: (fields) => send("/token", { method: "POST", body: new URLSearchParams(fields) }),
    async close() {
      await server.close();
      await identity.close();
    },
  };
}

/** The one-time token of the newest mail to an address. */
export function tokenOfMail({ identity }: Wire, to: string): string {
  const mail = identity.mails.list({ to }).at(-1);
  const token = mail?.links[0]?.split("=")[1];
  if (!token) throw new Error(`there is no mail with a link to ${to}`);
  return token;
}
