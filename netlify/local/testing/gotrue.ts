import { randomBytes } from "node:crypto";
import { listen } from "#netlify/identity/listen.ts";
import { createIdentity, type Identity } from "#netlify/identity/server.ts";
import { parseSettings } from "#netlify/identity/settings.ts";

/** A GoTrue of its own, on a port of its own: the local Identity in the part of one that runs elsewhere. */
export interface TestGotrue {
  url: string;
  operatorToken: string;
  jwtSecret: string;
  webhookSecret: string;
  identity: Identity;
  close(): Promise<void>;
}

const secret = () => randomBytes(24).toString("hex");

/** Starts one with secrets of its own; `env` adds GoTrue's settings, its webhook among them. */
export async function startGotrue(env: Record<string, string> = {}): Promise<TestGotrue> {
  const secrets = { operatorToken: secret(), jwtSecret: secret(), webhookSecret: secret() };
  const { settings } = parseSettings({
    GOTRUE_OPERATOR_TOKEN: secrets.operatorToken,
    GOTRUE_JWT_SECRET: secrets.jwtSecret,
    GOTRUE_WEBHOOK_SECRET: secrets.webhookSecret,
    GOTRUE_SMTP_HOST: "localhost",
    ...env,
  });
  const identity = await createIdentity({ settings, bcryptCost: 4 });
  const server = await listen((request, response) => identity.handle(request, response), 0);
  return {
    url: `http://127.0.0.1:${server.port}`,
    ...secrets,
    identity,
    async close() {
      await server.close();
      await identity.close();
    },
  };
}
