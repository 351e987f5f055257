/** The address says what the functions do with whom: `deny-login@example.org` is refused at login. */
const DECIDE = `
const decide = (event, email) => {
  const [what, when] = email.split("@")[0].split("-");
  return when === event ? what : "allow";
};
const hang = () => new Promise(() => undefined);
`;

const CLASSIC = `${DECIDE}
const answerTo = async (body) => {
  const { event, user } = JSON.parse(body);
  const what = decide(event, user.email);
  if (what === "deny") return { statusCode: 401, body: "not here" };
  if (what === "throw") throw new Error("thrown by " + event);
  if (what === "hang") return hang();
  if (what === "change") return { statusCode: 200, body: JSON.stringify({ user_metadata: { changedBy: event } }) };
  return { statusCode: 204 };
};
`;

const MODERN = `${DECIDE}
export default async (request) => {
  const { event, user } = await request.json();
  const what = decide(event, user.email);
  if (what === "deny") return new Response("not here", { status: 401 });
  if (what === "throw") throw new Error("thrown by " + event);
  if (what === "hang") return hang();
  if (what === "change") return Response.json({ user_metadata: { changedBy: event } });
};
`;

const TYPED = `${DECIDE}
const handle = (name) => async (event) => {
  const what = decide(name, event.user.email);
  if (what === "deny") return event.deny();
  if (what === "throw") throw new Error("thrown by " + name);
  if (what === "hang") return hang();
  if (what === "change") return { user: { ...event.user, userMetadata: { changedBy: name } } };
};
export default {
  userValidate: handle("validate"),
  userSignup: handle("signup"),
  userLogin: handle("login"),
};
`;

function named(extension: string, source: string): Record<string, string> {
  const names = ["identity-validate", "identity-signup", "identity-login"];
  return Object.fromEntries(names.map((name) => [`${name}${extension}`, source]));
}

/** Every style in which Netlify takes event functions: the files of a site, by style. */
export const EVENT_STYLES: Record<string, Record<string, string>> = {
  "classic, CommonJS, promise": named(".js", `${CLASSIC} exports.handler = async (event) => answerTo(event.body);`),
  "classic, CommonJS, callback": named(
    ".cjs",
    `${CLASSIC} exports.handler = (event, context, callback) => {
      answerTo(event.body).then((answer) => callback(null, answer), callback);
    };`,
  ),
  "classic, ES module": named(".js", `${CLASSIC} export const handler = async (event) => answerTo(event.body);`),
  "classic, TypeScript": named(
    ".ts",
    `import type { Handler } from "@netlify/functions";
    ${CLASSIC.replace("(body)", "(body: string | null)").replace("(event, email)", "(event: string, email: string)")}
    export const handler: Handler = (event) => answerTo(event.body ?? "");`,
  ),
  modern: named(".mjs", MODERN),
  "modern, TypeScript without a package type": named(".mts", `const typed: string = "yes"; void typed; ${MODERN}`),
  typed: { "people.js": TYPED },
};
