import { messageOf } from "../http/errors.ts";
import type { Person } from "../person.ts";
import { isTrue, personChange } from "./person-input.ts";
import { personPage } from "./person-page.ts";
import {
  type Answer,
  BadInput,
  type DevRoute,
  type Handler,
  json,
  notFound,
  page,
  seeOther,
  type Visit,
} from "./route.ts";

const show: Handler = (visit) => {
  const person = visit.identity.person.get(visit.params.id ?? "");
  if (!person) throw gone(visit);
  if (visit.wantsJson) return json(asJson(person));
  const formTargets = [new URL(visit.identity.settings.siteUrl).origin];
  return page(String(person.user.email) || "Somebody without an address", personPage(visit, person), { formTargets });
};

const act: Handler = async (visit) => {
  const fields = visit.fields();
  if (isTrue(fields.delete)) return remove(visit);
  const change = personChange(fields);
  const names = Object.keys(change);
  if (names.length === 0) {
    throw new BadInput("Say what to change: confirm, email, password, app_metadata, user_metadata or delete.");
  }
  const person = await changed(visit, change, names[0]);
  if (!person) throw gone(visit);
  return visit.wantsJson ? json(asJson(person)) : seeOther(visit.path, DONE[names[0] ?? ""]);
};

async function changed({ identity, params }: Visit, change: ReturnType<typeof personChange>, form: string | undefined) {
  try {
    return await identity.person.change(params.id ?? "", change);
  } catch (error) {
    throw new BadInput(`The database would refuse that: ${messageOf(error)}.`, { form });
  }
}

async function remove({ identity, params, wantsJson }: Visit): Promise<Answer> {
  const email = identity.person.get(params.id ?? "")?.user.email;
  if (!(await identity.person.remove(params.id ?? ""))) throw gone({ params });
  return wantsJson ? json({}) : seeOther("/people", `${email} was deleted.`);
}

const signIn: Handler = async (visit) => {
  const session = await visit.identity.person.signIn(visit.params.id ?? "");
  if (!session) throw gone(visit);
  if (visit.wantsJson) return json(session);
  const fragment = new URLSearchParams(Object.entries(session).map(([name, value]) => [name, String(value)]));
  return seeOther(`${visit.identity.settings.siteUrl.replace(/#.*$/s, "").replace(/\/?$/, "/")}#${fragment}`);
};

const ID = { id: "PERSON_ID" };

/** One account. */
export const personRoutes: DevRoute[] = [
  {
    path: "/people/:id",
    GET: show,
    POST: act,
    DELETE: remove,
    api: [
      {
        method: "GET",
        about: "One account: what the admin API shows, its state, and how many sessions it has.",
        params: ID,
      },
      { method: "POST", about: "Confirms the address.", params: ID, body: { confirm: true } },
      {
        method: "POST",
        about:
          "Changes what is given; metadata is replaced as a whole. Logged as the operator's, and hooks hear of it.",
        params: ID,
        body: { password: "another", app_metadata: { roles: ["editor"] } },
      },
      { method: "DELETE", about: "Deletes the account.", params: ID },
    ],
  },
  {
    path: "/people/:id/session",
    POST: signIn,
    formOn: "/people",
    api: [
      { method: "POST", about: "Signs the person in without a password: answers as POST /token does.", params: ID },
    ],
  },
];

const DONE: Record<string, string> = {
  confirm: "The address is confirmed.",
  email: "The address was changed.",
  password: "The password was changed.",
  app_metadata: "app_metadata was changed.",
  user_metadata: "user_metadata was changed.",
};

function gone({ params }: Pick<Visit, "params">): BadInput {
  return notFound(`There is no account ${params.id}. It may have been deleted.`);
}

function asJson({ user, state, hasPassword, sessions }: Person) {
  return { ...user, state, has_password: hasPassword, sessions };
}
