import * as z from "zod/mini";
import * as config from "./config.ts";
import { AppError } from "./errors.ts";
import type { IdentityAccess } from "./gotrue/transport.ts";

const Given = z.object({ url: z.url(), token: z.string().check(z.minLength(1)) });

function given(): z.output<typeof Given> | undefined {
  return Given.safeParse(Reflect.get(globalThis, "netlifyIdentityContext")).data;
}

/** Identity's address and operator token, which Netlify puts beside each call of a function. */
export function identityAccess(): IdentityAccess {
  const context = given();
  if (!context) {
    throw new AppError(
      "identity_unavailable",
      "This site has no Identity, or it is switched off. Enable it in the site's settings.",
    );
  }
  return { url: context.url.replace(/\/+$/, ""), operatorToken: context.token, audience: config.audience() };
}

/** The operator token of this call, for whoever must keep it out of a text. */
export function operatorTokenIfAny(): string | undefined {
  return given()?.token;
}
