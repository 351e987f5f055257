import { Ban, CircleCheck, CircleX, Hourglass, type LucideIcon, MailQuestion, Send, Trash2 } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import type { UserStatus } from "#lib/contract/users.ts";

const looks: Record<UserStatus, { label: string; Icon: LucideIcon; tone: string }> = {
  active: { label: "Active", Icon: CircleCheck, tone: "text-good" },
  invited: { label: "Invited", Icon: Send, tone: "text-warn" },
  unconfirmed: { label: "Unconfirmed", Icon: MailQuestion, tone: "text-warn" },
  in_review: { label: "In review", Icon: Hourglass, tone: "text-warn" },
  suspended: { label: "Suspended", Icon: Ban, tone: "text-destructive" },
  rejected: { label: "Rejected", Icon: CircleX, tone: "text-destructive" },
  deleted: { label: "Deleted", Icon: Trash2, tone: "text-muted-foreground" },
};

/** The status as a sign and a word. */
export function StatusBadge({ status }: { status: UserStatus }) {
  const { label, Icon, tone } = looks[status];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={cn("size-4", tone)} />
      {label}
    </span>
  );
}
