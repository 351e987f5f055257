import { BadInput, type Fields } from "../dev/route.ts";
import type { ProviderName } from "../settings.ts";
import { ABILITIES, type Persona, type PersonaEmail } from "./persona.ts";

const MOST_ADDRESSES = 20;
const LONGEST = 1_000;

/** The name of the form, for the words beside it. */
export const TYPED_FORM = "typed";

/**
 * Somebody who was typed: `email`, `verified`, `name`, `picture`, and `further`, one address a line. What is typed goes on
 * as it is, for GoTrue does not look at a provider's addresses either. Throws BadInput.
 */
export function typedPersona(provider: ProviderName, fields: Fields): Persona {
  const { title, unverified, further } = ABILITIES[provider];
  const email = textOf(fields, "email");
  const others = textOf(fields, "further")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  if (email === "" && others.length > 0) refuse("Give the first address too: the further ones stand behind it.");
  if (further === "none" && others.length > 0)
    refuse(`${title} knows one address of a person. Leave the further ones out.`);
  if (others.length > MOST_ADDRESSES)
    refuse(`That are ${others.length} further addresses; ${MOST_ADDRESSES} are enough.`);
  const first: PersonaEmail[] = email === "" ? [] : [{ email, verified: !unverified || isOn(fields.verified) }];
  const verified = further === "verified-or-not" && isOn(fields.further_verified);
  const rest = others.map((other) => ({ email: other, verified }));
  return { name: textOf(fields, "name"), picture: textOf(fields, "picture"), emails: [...first, ...rest] };
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name] ?? "";
  if (typeof value !== "string") return refuse(`"${name}" must be text.`);
  if (value.length > LONGEST) return refuse(`"${name}" is longer than ${LONGEST} characters.`);
  return value;
}

/** A ticked box, or JSON's true. */
function isOn(value: unknown): boolean {
  return value === true || value === "on" || value === "true";
}

function refuse(message: string): never {
  throw new BadInput(message, { form: TYPED_FORM });
}
