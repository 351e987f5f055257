import type { Json, JsonMap } from "../go/json-decode.ts";
import type { PersonChange } from "../person.ts";
import type { SeedPerson } from "../seed.ts";
import { BadInput, type Fields } from "./route.ts";

/** A new account from a form or a JSON object; `now` (milliseconds) is when it counts as confirmed. Throws BadInput. */
export function newPerson(fields: Fields, now: number): SeedPerson {
  const email = textOf(fields, "email", "add");
  if (email === undefined) throw new BadInput("Give the e-mail address of the person.", { form: "add" });
  const password = textOf(fields, "password", "add");
  if (password !== undefined) refuseLong(password, "add");
  const roles = rolesOf(fields.roles);
  const name = textOf(fields, "full_name", "add");
  return {
    email,
    password,
    ...(isTrue(fields.confirmed) && { confirmed_at: new Date(now).toISOString() }),
    app_metadata: { provider: "email", ...(roles.length > 0 && { roles }) },
    user_metadata: name === undefined ? {} : { full_name: name },
  };
}

/** What a form or a JSON object wants changed of an account; nothing of what it leaves out or empty. Throws BadInput. */
export function personChange(fields: Fields): PersonChange {
  const change: PersonChange = {};
  if (isTrue(fields.confirm)) change.confirm = true;
  const email = textOf(fields, "email", "email");
  if (email !== undefined) change.email = email;
  const password = textOf(fields, "password", "password");
  if (password !== undefined) {
    refuseLong(password, "password");
    change.password = password;
  }
  const app = metadataOf(fields, "app_metadata");
  if (app) change.app_metadata = app;
  const user = metadataOf(fields, "user_metadata");
  if (user) change.user_metadata = user;
  return change;
}

/** bcrypt takes no more; GoTrue answers such a password with a 500. */
function refuseLong(password: string, form: string): void {
  const bytes = Buffer.byteLength(password);
  if (bytes > 72)
    throw new BadInput(`The password has ${bytes} bytes; 72 are the most that GoTrue can store.`, { form });
}

function textOf(fields: Fields, name: string, form: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new BadInput(`"${name}" must be text.`, { form });
  if (value.length > 255) throw new BadInput(`"${name}" has ${value.length} characters; 255 are the most.`, { form });
  return value.trim() === "" ? undefined : value.trim();
}

function rolesOf(value: unknown): string[] {
  const list = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  return list.flatMap((role) => (typeof role === "string" && role.trim() !== "" ? [role.trim()] : []));
}

export function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "on";
}

/** A metadata object, or the text of one in a form. */
function metadataOf(fields: Fields, name: string): JsonMap | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const parsed = typeof value === "string" ? parse(value, name) : value;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new BadInput(`"${name}" must be a JSON object, like {"roles":["editor"]}.`, { form: name });
  }
  return new Map(Object.entries(parsed as Record<string, Json>));
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`"${name}" is not JSON: ${why}`, { form: name });
  }
}
