import * as z from "zod/mini";
import { AppError } from "./errors.ts";

const Text = z.string().check(z.minLength(1, "must not be empty"), z.maxLength(500, "has at most 500 characters"));

/** A role's name as it stands in `app_metadata.roles`. */
const Role = z
  .string()
  .check(z.regex(/^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u, "is 1 to 100 characters without blanks around it"));

const AppRole = z.strictObject({
  name: Role,
  description: Text,
  /** The lowest rank of staff that may give and take it. */
  lowestRank: z._default(z.enum(["support", "admin", "owner"]), "admin"),
});

const StaffRoles = z.strictObject({
  viewer: z._default(Role, "desk:viewer"),
  support: z._default(Role, "desk:support"),
  admin: z._default(Role, "desk:admin"),
});

const SitePath = z.string().check(z.regex(/^\/(?![/\\])[^\s\p{C}\\]*$/u, "is a path of this site, like /welcome"));
const Link = z
  .string()
  .check(z.regex(/^(\/(?![/\\])|https:\/\/|mailto:)[^\s\p{C}\\]*$/u, "is a path, an https: or a mailto: address"));

/** Where in an answer something is: keys joined by dots, like `person.id`. */
const JsonPath = z.string().check(z.regex(/^[\w-]+(\.[\w-]+){0,9}$/, "is keys joined by dots, like person.id"));

const HttpDirectory = z.strictObject({
  /** What staff call it. */
  name: z._default(Text, "directory"),
  /** `true` there means known, `false` unknown; a list means known when it holds somebody. Anything else: unavailable. */
  known: JsonPath,
  /** The person's id over there, text or a whole number. */
  outsideId: z.optional(JsonPath),
  /** The address it answers about. An answer about another one counts as unavailable. */
  email: z.optional(JsonPath),
  /** What staff see beside a `known`: label → where it is. Texts and numbers only. */
  evidence: z._default(z.record(Text, JsonPath), {}),
  /** Whether status 404 means that it does not know the address. */
  notFoundIsUnknown: z._default(z.boolean(), false),
});

const WhenUnavailable = z._default(z.enum(["block", "allow"]), "block");

const Days = z.int().check(z.minimum(1, "is at least a day"), z.maximum(3_650, "is at most 3650 days"));

/** How many days the sweep leaves what is kept for a while. Verdicts, reasons and passes live for minutes and go with it, too. */
const KeepDays = z.strictObject({
  /** How many signups were stopped on a day, and why: without any address. */
  stoppedSignups: z._default(Days, 400),
  /** When somebody signed in, until a refresh of the list has taken it in. Their last one stays with their account. */
  signIns: z._default(Days, 400),
});

const Wording = z.strictObject({
  title: Text,
  message: Text,
  /** The way to go on. */
  next: z.optional(z.strictObject({ label: Text, href: Link })),
});

/** Up to ten years; a part of an hour is a decimal. */
const Hours = z.number().check(z.positive("is a number of hours above 0"), z.maximum(87_600, "is 87600 hours at most"));

/**
 * How long links in mails live. GoTrue tells nobody, so what a GoTrue of one's own was given has to be said here once more.
 * Hosted Identity has GoTrue's defaults, which are those here (conf/configuration.go).
 */
const LinkHours = z.strictObject({
  /** GOTRUE_MAILER_CONFIRMATION_MAX_AGE; that of a new address as well. */
  confirmation: z._default(Hours, 24),
  /** GOTRUE_MAILER_INVITE_MAX_AGE: counts for a confirmation sent to somebody invited. An invitation itself does not age. */
  invite: z._default(Hours, 168),
  /** GOTRUE_MAILER_RECOVERY_MAX_AGE. */
  recovery: z._default(Hours, 24),
});

const doors = { signup: WhenUnavailable, invite: WhenUnavailable, create: WhenUnavailable };

const Shape = z.strictObject({
  /** The site's own roles, in the order in which they are offered. One that is not listed needs an admin. */
  appRoles: z._default(z.array(AppRole).check(z.maxLength(100, "at most 100 roles")), []),
  staffRoles: z.prefault(StaffRoles, {}),
  /** Where people go who follow a link in a mail and are not staff: a path of the site, by default a page of the desk. */
  afterSignUp: z._default(SitePath, `${__DESK_BASE__}/welcome`),
  directories: z._default(z.strictObject({ http: z.optional(HttpDirectory) }), {}),
  /** What happens at each door when a directory could not tell. */
  whenUnavailable: z.prefault(z.strictObject(doors), {}),
  linkHours: z.prefault(LinkHours, {}),
  keepDays: z.prefault(KeepDays, {}),
  refusals: z.strictObject({
    /** Tell a refused person the reason. Off: everybody reads `neutral`, for the reason tells who is in the directory. */
    reveal: z._default(z.boolean(), false),
    /** How long the reason is kept for the page that signed up, in minutes. */
    memoryMinutes: z._default(z.int().check(z.minimum(1), z.maximum(60)), 10),
    wording: z.strictObject({ known: Wording, unavailable: Wording, blocked: Wording, neutral: Wording }),
  }),
});

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** Policy that is no secret, as `desk.config.ts` writes it. */
export const DeskConfig = Shape.check(
  z.check((context) => {
    const { appRoles, staffRoles } = context.value;
    const staff = Object.values(staffRoles);
    const twice = repeated(staff);
    if (twice)
      context.issues.push({
        code: "custom",
        input: twice,
        path: ["staffRoles"],
        message: `"${twice}" stands for two ranks`,
      });
    const again = repeated([...new Set(staff), ...appRoles.map((role) => role.name)]);
    if (again)
      context.issues.push({
        code: "custom",
        input: again,
        path: ["appRoles"],
        message: `"${again}" is there twice, or is a staff role`,
      });
  }),
);
export type DeskConfig = z.output<typeof DeskConfig>;
/** What `desk.config.ts` may leave out is filled in by the schema. */
export type DeskConfigInput = z.input<typeof DeskConfig>;

/** @throws AppError `not_configured` with the name of the first bad key. */
export function parseDeskConfig(input: unknown): DeskConfig {
  const parsed = DeskConfig.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const keys = issue?.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : (issue?.path ?? []);
  const wrong = issue?.code === "unrecognized_keys" ? "is not a setting" : issue?.message;
  throw new AppError("not_configured", `desk.config.ts: ${keys.join(".") || "the whole"}: ${wrong}.`);
}
