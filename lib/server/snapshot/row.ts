import * as z from "zod/mini";
import type { UserStatus } from "#lib/contract/users.ts";
import { type Account, deskParts, nameOf, providerOf, rolesOf, statusOf } from "#lib/server/account.ts";

/** What the snapshot keeps of a person: what lists show and filter by, no more. Times in ms since 1970. */
export interface Row {
  id: string;
  email: string;
  name: string;
  roles: readonly string[];
  provider: string;
  created: number;
  confirmed: number | undefined;
  invited: number | undefined;
  pendingEmail: string | undefined;
  /** `app_metadata.desk` as it is stored: a suspension may end by time, so the status is judged when it is asked for. */
  desk: unknown;
  /** Undefined for who was never seen. */
  seen: number | undefined;
  /** When Identity was asked: of two rows of one person the later one holds. */
  readAt: number;
  /** What was worked out of the above, once it was asked for; never stored. The status holds until this moment, ms since 1970. */
  judged?: { status: UserStatus; until: number } | undefined;
  plainEmail?: string | undefined;
  plainName?: string | undefined;
}

function ms(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}

/** @param readAt when Identity was asked, ms since 1970 */
export function rowOf(account: Account, readAt: number): Row {
  return {
    id: account.id,
    email: account.email,
    name: nameOf(account),
    roles: rolesOf(account),
    provider: providerOf(account),
    created: Date.parse(account.createdAt),
    confirmed: ms(account.confirmedAt),
    invited: ms(account.invitedAt),
    pendingEmail: account.pendingEmail,
    desk: account.appMetadata.desk ?? undefined,
    seen: undefined,
    readAt,
  };
}

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** The account behind a row, as far as a list shows it and permission is judged by it. */
export function accountOf(row: Row, audience: string): Account {
  return {
    id: row.id,
    audience,
    email: row.email,
    pendingEmail: row.pendingEmail,
    confirmedAt: iso(row.confirmed),
    invitedAt: iso(row.invited),
    confirmationSentAt: undefined,
    recoverySentAt: undefined,
    emailChangeSentAt: undefined,
    createdAt: new Date(row.created).toISOString(),
    appMetadata: { provider: row.provider, roles: [...row.roles], ...(row.desk !== undefined && { desk: row.desk }) },
    userMetadata: row.name === "" ? {} : { full_name: row.name },
  };
}

const lasting = {
  active: { status: "active", until: Number.POSITIVE_INFINITY },
  invited: { status: "invited", until: Number.POSITIVE_INFINITY },
  unconfirmed: { status: "unconfirmed", until: Number.POSITIVE_INFINITY },
} as const;

/** The status at this moment. */
export function statusOfRow(row: Row): UserStatus {
  if (!row.judged || row.judged.until <= Date.now()) row.judged = judged(row);
  return row.judged.status;
}

function judged({ desk, confirmed, invited }: Row): NonNullable<Row["judged"]> {
  if (desk === undefined && confirmed !== undefined) return lasting.active;
  if (desk === undefined) return invited === undefined ? lasting.unconfirmed : lasting.invited;
  const [appMetadata, confirmedAt, invitedAt] = [{ desk }, iso(confirmed), iso(invited)];
  const { until, ended } = deskParts({ appMetadata });
  return {
    status: statusOf({ appMetadata, confirmedAt, invitedAt }),
    until: until === undefined || ended ? Number.POSITIVE_INFINITY : Date.parse(until),
  };
}

const time = z.nullable(z.number());
/** A row as it is stored: a list, for the names of the fields would be half of it. */
const Packed = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.array(z.string()),
  z.string(),
  z.number(),
  time,
  time,
  z.nullable(z.string()),
  z.unknown(),
  time,
  z.number(),
]);
export type Packed = z.output<typeof Packed>;

export function pack(row: Row): Packed {
  return [
    row.id,
    row.email,
    row.name,
    [...row.roles],
    row.provider,
    row.created,
    row.confirmed ?? null,
    row.invited ?? null,
    row.pendingEmail ?? null,
    row.desk ?? null,
    row.seen ?? null,
    row.readAt,
  ];
}

const KINDS = 5_000;
const roleLists = new Map<string, readonly string[]>();

/** The same list for equal ones: of 100,000 people most have the roles of many others. */
function shared(roles: readonly string[]): readonly string[] {
  const key = roles.join("\n");
  const known = roleLists.get(key);
  if (known) return known;
  if (roleLists.size >= KINDS) roleLists.clear();
  roleLists.set(key, roles);
  return roles;
}

/** @throws Error for what no version of this desk stored. */
export function unpack(stored: unknown): Row {
  const [id, email, name, roles, provider, created, confirmed, invited, pendingEmail, desk, seen, readAt] =
    Packed.parse(stored);
  return {
    id,
    email,
    name,
    roles: shared(roles),
    provider,
    created,
    confirmed: confirmed ?? undefined,
    invited: invited ?? undefined,
    pendingEmail: pendingEmail ?? undefined,
    desk: desk ?? undefined,
    seen: seen ?? undefined,
    readAt,
    judged: undefined,
    plainEmail: undefined,
    plainName: undefined,
  };
}

const List = z.array(z.unknown());

/** Rows stored as a list. @throws Error as `unpack`. */
export function unpackAll(stored: unknown): Row[] {
  return List.parse(stored).map(unpack);
}
