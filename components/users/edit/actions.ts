import { AtSign, BadgeCheck, Braces, LockKeyhole, Pencil, Send, Settings2 } from "lucide-react";
import { lazy } from "react";
import type { UserAction } from "#components/users/user-action.ts";
import type { UserDetail } from "#lib/contract/users.ts";

const NameDialog = lazy(() => import("./name-dialog.tsx").then((module) => ({ default: module.NameDialog })));
const UserMetadataDialog = lazy(() =>
  import("./metadata-dialog.tsx").then((module) => ({ default: module.UserMetadataDialog })),
);
const AppMetadataDialog = lazy(() =>
  import("./metadata-dialog.tsx").then((module) => ({ default: module.AppMetadataDialog })),
);
const EmailDialog = lazy(() => import("./email-dialog.tsx").then((module) => ({ default: module.EmailDialog })));
const ConfirmDialog = lazy(() => import("./confirm-dialog.tsx").then((module) => ({ default: module.ConfirmDialog })));
const PasswordDialog = lazy(() =>
  import("./password-dialog.tsx").then((module) => ({ default: module.PasswordDialog })),
);
const LinkDialog = lazy(() => import("./link-dialog.tsx").then((module) => ({ default: module.LinkDialog })));

const barred: readonly UserDetail["status"][] = ["in_review", "suspended", "rejected", "deleted"];

/** What changes somebody's data or the way they get in. */
export function editActions({ status, confirmedAt }: UserDetail): UserAction[] {
  const waits = status === "invited" || status === "unconfirmed";
  const again = waits ? "Send the link again" : "Send a link to set a password";
  return [
    ...(barred.includes(status)
      ? []
      : [{ action: "users.send_recovery", label: again, Icon: Send, Dialog: LinkDialog, prominent: waits } as const]),
    {
      action: "users.rename",
      label: "Edit name",
      Icon: Pencil,
      Dialog: NameDialog,
      prominent: !waits && !barred.includes(status),
    },
    ...(confirmedAt === undefined
      ? [{ action: "users.confirm", label: "Confirm by hand", Icon: BadgeCheck, Dialog: ConfirmDialog } as const]
      : []),
    { action: "users.edit_metadata", label: "Edit user metadata", Icon: Braces, Dialog: UserMetadataDialog },
    { action: "users.edit_app_metadata", label: "Edit app metadata", Icon: Settings2, Dialog: AppMetadataDialog },
    { action: "users.change_email", label: "Change e-mail address", Icon: AtSign, Dialog: EmailDialog },
    { action: "users.set_password", label: "Set a password", Icon: LockKeyhole, Dialog: PasswordDialog },
  ];
}
