import * as z from "zod/mini";
import type { UserStatus } from "#lib/contract/users.ts";

export type Metadata = Record<string, unknown>;

/** A record of Identity in our words. Times are RFC 3339 in UTC. */
export interface Account {
  id: string;
  audience: string;
  email: string;
  /** Set while a change of address waits for its confirmation. */
  pendingEmail: string | undefined;
  confirmedAt: string | undefined;
  invitedAt: string | undefined;
  confirmationSentAt: string | undefined;
  recoverySentAt: string | undefined;
  emailChangeSentAt: string | undefined;
  createdAt: string;
  appMetadata: Metadata;
  userMetadata: Metadata;
}

/** Whether a value is what GoTrue calls metadata: a JSON object. */
export function isMetadata(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const RoleList = z.array(z.string());

/** `app_metadata.roles` when it is a list of texts, and no roles at all when it is anything else. */
export function rolesOf({ appMetadata }: Pick<Account, "appMetadata">): string[] {
  return RoleList.safeParse(appMetadata.roles).data ?? [];
}

/** States that only we know of; the others follow from what Identity says. */
const ourStates = ["in_review", "suspended", "rejected", "deleted"] as const satisfies readonly UserStatus[];

const openStates: readonly unknown[] = ["invited", "unconfirmed", "active", undefined] satisfies (
  | UserStatus
  | undefined
)[];

/** A time as `desk` holds it, or undefined where it cannot be read. */
const DeskTime = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));

function rawParts(desk: unknown): Metadata {
  if (desk === undefined || desk === null) return {};
  return isMetadata(desk) ? desk : { status: desk };
}

/** Each part is read by itself. A status that cannot be read bars: whatever wrote it meant to keep somebody out. */
export function deskParts({ appMetadata: { desk } }: Pick<Account, "appMetadata">) {
  const { status, roles, since, until } = rawParts(desk);
  const readable =
    ourStates.find((state) => state === status) ?? (openStates.includes(status) ? undefined : "suspended");
  const end = readable === "suspended" ? DeskTime.safeParse(until).data : undefined;
  const ended = end !== undefined && Date.parse(end) <= Date.now();
  return {
    status: ended ? undefined : readable,
    roles: RoleList.safeParse(roles).data ?? [],
    since: DeskTime.safeParse(since).data,
    until: end,
    ended,
  } as const;
}

/** Roles taken away for a while (suspended, in the bin), which come back with a restore. */
export function rolesKeptAside(account: Pick<Account, "appMetadata">): string[] {
  return deskParts(account).roles;
}

export interface KeptOut {
  /** Since when and until when, as far as it is known. RFC 3339. */
  since: string | undefined;
  until: string | undefined;
  /** The end has passed: they may sign in, and their roles are about to come back. */
  ended: boolean;
  roles: string[];
}

/** What is kept of somebody who is suspended, in the bin, in review or rejected; undefined for everybody else. */
export function keptOut(account: Pick<Account, "appMetadata">): KeptOut | undefined {
  const { status, since, until, ended, roles } = deskParts(account);
  return status === undefined && !ended ? undefined : { since, until, ended, roles };
}

/** What somebody in the bin was before: suspended, in review, rejected; undefined for whoever was none of it. */
export function deskBeforeBin({ appMetadata: { desk } }: Pick<Account, "appMetadata">): Metadata | undefined {
  const { was } = rawParts(desk);
  return isMetadata(was) ? was : undefined;
}

type Dated = Pick<Account, "appMetadata" | "confirmedAt" | "invitedAt">;

export function statusOf(account: Dated): UserStatus {
  const { status } = deskParts(account);
  if (status) return status;
  if (account.confirmedAt) return "active";
  return account.invitedAt ? "invited" : "unconfirmed";
}

/** Whether the account is barred from everything: waiting for a decision, suspended, rejected or in the bin. */
export function isBarred(account: Pick<Account, "appMetadata">): boolean {
  return deskParts(account).status !== undefined;
}

/** The name people chose, as Identity's search knows it. */
export function nameOf({ userMetadata }: Pick<Account, "userMetadata">): string {
  return typeof userMetadata.full_name === "string" ? userMetadata.full_name : "";
}

/** The provider Identity remembers: the first one. */
export function providerOf({ appMetadata }: Pick<Account, "appMetadata">): string {
  return typeof appMetadata.provider === "string" ? appMetadata.provider : "email";
}
