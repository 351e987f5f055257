import { createHash } from "node:crypto";
import type { ProviderName } from "../settings.ts";
import type { Persona } from "./persona.ts";

/** What a provider's addresses answer about a person, by path: the shapes their own documentation gives. */
export function profilesOf(provider: ProviderName, persona: Persona): Record<string, unknown> {
  return PROFILES[provider](persona, idsOf(persona));
}

interface Ids {
  number: number;
  uuid: string;
  login: string;
}

const SINCE = "2020-02-20T20:20:20Z";

const PROFILES: Record<ProviderName, (persona: Persona, ids: Ids) => Record<string, unknown>> = {
  github({ name, picture, emails }, { number, login }) {
    const list = emails.map((entry, index) => ({
      ...entry,
      primary: index === 0,
      visibility: index === 0 ? "private" : null,
    }));
    const user = { login, id: number, type: "User", site_admin: false, avatar_url: picture, name: name || null };
    const hidden = { email: null, created_at: SINCE, updated_at: SINCE };
    return { "/api/v3/user": { ...user, ...hidden }, "/api/v3/user/emails": list };
  },
  gitlab({ name, picture, emails }, { number, login }) {
    const [first, ...others] = emails;
    const user = { id: number, username: login, name, state: "active", avatar_url: picture || null, created_at: SINCE };
    const confirmed_at = first?.verified ? SINCE : null;
    const list = others.map(({ email, verified }, id) => ({ id, email, confirmed_at: verified ? SINCE : null }));
    return {
      "/api/v4/user": { ...user, email: first?.email ?? null, confirmed_at },
      "/api/v4/user/emails": list,
    };
  },
  google({ name, picture, emails }, { number }) {
    const [first] = emails;
    const address = first && { email: first.email, verified_email: first.verified };
    return { "/userinfo/v2/me": { id: String(number), ...address, ...namesOf(name), ...(picture && { picture }) } };
  },
  facebook({ name, picture, emails }, { number }) {
    const { given_name: first_name, family_name: last_name } = namesOf(name);
    const data = { height: 50, is_silhouette: picture === "", url: picture, width: 50 };
    const address = emails[0] && { email: emails[0].email };
    return { "/me": { ...address, first_name, last_name, name, picture: { data }, id: String(number) } };
  },
  bitbucket({ name, picture, emails }, { uuid, login }) {
    const user = { type: "user", uuid: `{${uuid}}`, display_name: name, nickname: login, created_on: SINCE };
    const values = emails.map(({ email, verified }, index) => {
      return { type: "email", email, is_primary: index === 0, is_confirmed: verified };
    });
    const list = { pagelen: 10, page: 1, size: values.length, values };
    return { "/2.0/user": { ...user, links: { avatar: { href: picture } } }, "/2.0/user/emails": list };
  },
};

/** The last word is the family name. */
function namesOf(name: string) {
  const words = name.split(" ");
  const family_name = words.length > 1 ? (words.pop() ?? "") : "";
  return { name, given_name: words.join(" "), family_name };
}

/** The same person has the same ids at every visit. */
function idsOf({ name, emails }: Persona): Ids {
  const hex = createHash("sha256")
    .update(emails[0]?.email ?? name)
    .digest("hex");
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const login = (emails[0]?.email.split("@")[0] ?? name).toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { number: Number.parseInt(hex.slice(0, 8), 16), uuid, login };
}
