import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Metadata } from "./metadata.ts";
import { Action, Rank } from "./policy.ts";
import { SnapshotState } from "./snapshot.ts";
import { oneOf, UserSort, userFilters } from "./user-filters.ts";
import { wholeNumber } from "./whole-number.ts";

export const UserStatus = z.enum(["invited", "unconfirmed", "in_review", "active", "suspended", "rejected", "deleted"]);
export type UserStatus = z.infer<typeof UserStatus>;

/** An account as the desk shows it. Times are RFC 3339. */
export const User = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  status: UserStatus,
  /** Set while a change of address waits for its confirmation. */
  pendingEmail: z.optional(z.string()),
  /** `app_metadata.roles` as stored. */
  roles: z.array(z.string()),
  /** Set for staff of this desk. */
  rank: z.optional(Rank),
  createdAt: z.string(),
  /** The provider Identity remembers: the first one, `email` for a password. */
  provider: z.string(),
  /** When they got a session last; absent where nobody noticed one, and in lists that are read live. */
  lastSeenAt: z.optional(z.string()),
  /** What the caller may do to this user. */
  can: z.array(Action),
});
export type User = z.infer<typeof User>;

/** What somebody's access token weighs, in bytes, and the keys of their metadata that weigh most in it. */
export const TokenSize = z.object({
  bytes: z.number(),
  largest: z.array(z.object({ in: z.enum(["app_metadata", "user_metadata"]), key: z.string(), bytes: z.number() })),
});
export type TokenSize = z.infer<typeof TokenSize>;

export const UserDetail = z.extend(User, {
  /** Set for somebody suspended, in the bin, in review or rejected, and after the end of a suspension until the roles are back. */
  keptOut: z.optional(
    z.object({
      since: z.optional(z.string()),
      /** When a suspension ends by itself. */
      until: z.optional(z.string()),
      /** That moment has passed; the roles come back with the next sweep, or with a restore. */
      ended: z.boolean(),
      /** Kept aside; a restore gives them back. */
      roles: z.array(z.string()),
    }),
  ),
  confirmedAt: z.optional(z.string()),
  invitedAt: z.optional(z.string()),
  confirmationSentAt: z.optional(z.string()),
  recoverySentAt: z.optional(z.string()),
  /** Written by the user or by the site; nothing in it grants anything. */
  userMetadata: Metadata,
  appMetadata: Metadata,
  token: TokenSize,
});
export type UserDetail = z.infer<typeof UserDetail>;

/** Half a surrogate pair or a control character would not be kept as it is typed. */
const storable = z.regex(/^[^\p{Cc}\p{Cs}]*$/u, "This holds a control character or half a character.");

export const PersonName = z.string().check(z.trim(), z.maxLength(200, "A name has at most 200 characters."), storable);
export const RoleName = z.string().check(z.minLength(1), z.maxLength(100), storable);
export const RoleNames = z.array(RoleName).check(z.maxLength(50, "At most 50 roles."));
export const Reason = z.string().check(z.trim(), z.minLength(1, "Give a reason."), z.maxLength(500));

const filters = { ...userFilters, status: z.optional(oneOf(UserStatus.options, "status")) };

export const UserFilters = z.strictObject(filters);
export type UserFilters = z.output<typeof UserFilters>;

export const ListUsersQuery = z.strictObject({
  ...filters,
  page: z.optional(wholeNumber(1, 999_999_999, "page is a whole number from 1.")),
  perPage: z.optional(wholeNumber(1, 100, "perPage is a whole number from 1 to 100.")),
  sort: z.optional(UserSort),
});

export const listUsers = endpoint({
  name: "listUsers",
  method: "GET",
  path: "/users",
  action: "users.read",
  summary:
    "A page of users, newest first; `q` searches e-mail address and name. Plain, by `q`, and sorted by createdAt it is live; any other filter or sort reads the snapshot and answers with how that stands, without a row while there is none.",
  query: ListUsersQuery,
  response: z.object({
    users: z.array(User),
    total: z.number(),
    /** When this was so. */
    asOf: z.string(),
    /** Set where the list was read from the snapshot; without `asOf` in it nobody was read yet: POST snapshot. */
    snapshot: z.optional(SnapshotState),
  }),
});

export const listUserIds = endpoint({
  name: "listUserIds",
  method: "GET",
  path: "/users/ids",
  action: "users.read",
  summary: "The ids of all who match, newest first, from the snapshot, for work on many.",
  query: UserFilters,
  response: z.object({ ids: z.array(z.uuid()), total: z.number(), asOf: z.string(), snapshot: SnapshotState }),
});

const nil = "00000000-0000-0000-0000-000000000000";

/** A user's id, in lower case. The nil UUID is Identity's own name for the operator and never a user. */
export const UserId = z.strictObject({
  id: z.pipe(
    z.string().check(z.toLowerCase()),
    z.uuid("A user id is a UUID.").check(z.refine((id) => id !== nil, "A user id is a UUID.")),
  ),
});

export const getUser = endpoint({
  name: "getUser",
  method: "GET",
  path: "/users/:id",
  action: "users.read",
  summary: "One user with everything Identity says of them.",
  params: UserId,
  response: UserDetail,
});
