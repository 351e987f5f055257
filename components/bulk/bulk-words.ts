import type { BulkAction, BulkResult } from "#lib/contract/bulk.ts";
import type { Action } from "#lib/contract/policy.ts";

interface Words {
  /** What is offered. */
  label: string;
  hint: string;
  /** What whoever offers it must be allowed, before looking at whom. */
  needs: Action;
  /** While it runs, and once it is over: "Confirming", "Confirmed". */
  doing: string;
  done: string;
  /** Set for what cannot be taken back. */
  isFinal?: true;
}

/** What can be done to many, in the order it is offered. */
export const bulkWords: Record<BulkAction, Words> = {
  confirm: {
    label: "Confirm their address",
    hint: "As if they had followed the link of their mail. It cannot be taken back.",
    needs: "users.confirm",
    doing: "Confirming",
    done: "Confirmed",
    isFinal: true,
  },
  resend: {
    label: "Mail them a link",
    hint: "It confirms the account and lets them set a password, whatever state they are in. A mail cannot be taken back.",
    needs: "users.send_recovery",
    doing: "Mailing",
    done: "Mailed",
    isFinal: true,
  },
  add_role: {
    label: "Give a role",
    hint: "Their other roles stay.",
    needs: "users.set_roles",
    doing: "Giving the role",
    done: "Role given",
  },
  remove_role: {
    label: "Take a role away",
    hint: "Their other roles stay.",
    needs: "users.set_roles",
    doing: "Taking the role away",
    done: "Role taken away",
  },
  suspend: {
    label: "Suspend",
    hint: "They cannot sign in and have no roles until somebody restores them.",
    needs: "users.suspend",
    doing: "Suspending",
    done: "Suspended",
  },
  restore: {
    label: "Restore",
    hint: "Ends a suspension, or takes them out of the bin; their roles come back.",
    needs: "users.restore",
    doing: "Restoring",
    done: "Restored",
  },
  delete: {
    label: "Delete",
    hint: "They go into the bin, without roles, and can be restored from there.",
    needs: "users.delete_many",
    doing: "Deleting",
    done: "Deleted",
  },
};

export type Outcome = BulkResult["outcome"];

/** Worst first: what has to be looked at stands on top. */
export const outcomeWords: Record<Outcome, string> = {
  failed: "Failed",
  refused: "Refused",
  done: "Done",
  unchanged: "So already",
};

/** "1 user", "1,234 users". */
export function usersInWords(count: number): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? "user" : "users"}`;
}
