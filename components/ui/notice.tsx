import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { cn } from "./class-names.ts";

const tones = {
  info: { Icon: Info, box: "bg-muted", icon: "text-muted-foreground" },
  good: { Icon: CircleCheck, box: "bg-primary-soft", icon: "text-primary" },
  warn: { Icon: TriangleAlert, box: "bg-warn-soft", icon: "text-warn" },
  bad: { Icon: CircleAlert, box: "bg-destructive-soft", icon: "text-destructive" },
};

interface Props {
  tone: keyof typeof tones;
  title?: ReactNode;
  children?: ReactNode;
  /** What to press to go on. */
  action?: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits for a pause; absent where it was there from the start. */
  role?: "alert" | "status";
  className?: string;
  /** `bringUp` of bring-up.ts where it may appear out of sight. */
  ref?: Ref<HTMLDivElement>;
}

/** Something to read before going on. */
export function Notice({ tone, title, children, action, role, className, ref }: Props) {
  const { Icon, box, icon } = tones[tone];
  return (
    <div ref={ref} role={role} tabIndex={-1} className={cn("flex gap-3 rounded-xl p-3.5 outline-none", box, className)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", icon)} />
      <div className="grid min-w-0 flex-1 gap-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="min-w-0 wrap-anywhere">{children}</div>}
        {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
