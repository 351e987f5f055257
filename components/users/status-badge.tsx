import { Ban, CircleCheck, CircleX, Hourglass, type LucideIcon, MailQuestion, Send, Trash2 } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import type { UserStatus } from "#lib/contract/users.ts";
import { statusNames } from "./status-names.ts";

const looks: Record<UserStatus, { Icon: LucideIcon; tone: string }> = {
  active: { Icon: CircleCheck, tone: "text-good" },
  invited: { Icon: Send, tone: "text-warn" },
  unconfirmed: { Icon: MailQuestion, tone: "text-warn" },
  in_review: { Icon: Hourglass, tone: "text-warn" },
  suspended: { Icon: Ban, tone: "text-destructive" },
  rejected: { Icon: CircleX, tone: "text-destructive" },
  deleted: { Icon: Trash2, tone: "text-muted-foreground" },
};

/** The status as a sign and a word. */
export function StatusBadge({ status }: { status: UserStatus }) {
  const { Icon, tone } = looks[status];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={cn("size-4", tone)} />
      {statusNames[status]}
    </span>
  );
}
