import type { UserStatus } from "#lib/contract/users.ts";

/** A status as people read it. */
export const statusNames: Record<UserStatus, string> = {
  invited: "Invited",
  unconfirmed: "Unconfirmed",
  in_review: "In review",
  active: "Active",
  suspended: "Suspended",
  rejected: "Rejected",
  deleted: "Deleted",
};
