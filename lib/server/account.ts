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

/** Each part is read by itself. A status that cannot be read bars: whatever wrote it meant to keep somebody out. */
function deskState({ appMetadata: { desk } }: Pick<Account, "appMetadata">) {
  if (desk === undefined || desk === null) return { status: undefined, roles: [] };
  const { status, roles } = isMetadata(desk) ? desk : { status: desk, roles: undefined };
  const readable = ourStates.find((state) => state === status);
  return {
    status: readable ?? (openStates.includes(status) ? undefined : "suspended"),
    roles: RoleList.safeParse(roles).data ?? [],
  } as const;
}

/** Roles taken away for a while (suspended, in the bin), which come back with a restore. */
export function rolesKeptAside(account: Pick<Account, "appMetadata">): string[] {
  return deskState(account).roles;
}

type Dated = Pick<Account, "appMetadata" | "confirmedAt" | "invitedAt">;

export function statusOf(account: Dated): UserStatus {
  const { status } = deskState(account);
  if (status) return status;
  if (account.confirmedAt) return "active";
  return account.invitedAt ? "invited" : "unconfirmed";
}

/** Whether the account is barred from everything: waiting for a decision, suspended, rejected or in the bin. */
export function isBarred(account: Pick<Account, "appMetadata">): boolean {
  return deskState(account).status !== undefined;
}

/** The name people chose, as Identity's search knows it. */
export function nameOf({ userMetadata }: Pick<Account, "userMetadata">): string {
  return typeof userMetadata.full_name === "string" ? userMetadata.full_name : "";
}

/** The provider Identity remembers: the first one. */
export function providerOf({ appMetadata }: Pick<Account, "appMetadata">): string {
  return typeof appMetadata.provider === "string" ? appMetadata.provider : "email";
}
