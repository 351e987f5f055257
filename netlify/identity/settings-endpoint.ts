import type { Call } from "./call.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { json, type Reply } from "./http/reply.ts";

/** `GET /settings`: what a sign-in form has to know. */
export function settings({ app }: Call): Reply {
  const { external, disableSignup, mailer } = app.settings;
  const { bitbucket, github, gitlab, google, facebook } = external.providers;
  const providers = encodeStruct({
    bitbucket: bitbucket.enabled,
    github: github.enabled,
    gitlab: gitlab.enabled,
    google: google.enabled,
    facebook: facebook.enabled,
    email: !external.emailDisabled,
    saml: external.saml.enabled,
  });
  const labels = encodeStruct({ saml: external.saml.name === "" ? undefined : external.saml.name });
  return json(
    200,
    encodeStruct({
      external: { raw: providers },
      external_labels: { raw: labels },
      disable_signup: disableSignup,
      autoconfirm: mailer.autoconfirm,
    }),
  );
}
