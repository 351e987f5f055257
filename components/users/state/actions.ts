import { CircleSlash, Eraser, RotateCcw, Trash2 } from "lucide-react";
import { lazy } from "react";
import type { UserAction } from "#components/users/user-action.ts";
import type { UserDetail } from "#lib/contract/users.ts";

const SuspendDialog = lazy(() => import("./suspend-dialog.tsx").then((module) => ({ default: module.SuspendDialog })));
const RestoreDialog = lazy(() => import("./restore-dialog.tsx").then((module) => ({ default: module.RestoreDialog })));
const EraseDialog = lazy(() => import("./erase-dialog.tsx").then((module) => ({ default: module.EraseDialog })));
const BinDialog = lazy(() => import("./bin-dialog.tsx").then((module) => ({ default: module.BinDialog })));

const open: readonly UserDetail["status"][] = ["invited", "unconfirmed", "active"];

/** What keeps somebody out and what lets them in again. */
export function stateActions({ status, keptOut }: UserDetail): UserAction[] {
  const isOut = status === "suspended" || status === "deleted" || keptOut?.ended === true;
  const suspends = open.includes(status) || status === "suspended";
  return [
    ...(isOut
      ? [
          {
            action: "users.restore",
            label: "Restore",
            Icon: RotateCcw,
            Dialog: RestoreDialog,
            prominent: true,
          } as const,
        ]
      : []),
    ...(suspends
      ? [
          {
            action: "users.suspend",
            label: status === "suspended" ? "Change the end" : "Suspend",
            Icon: CircleSlash,
            Dialog: SuspendDialog,
            danger: status !== "suspended",
          } as const,
        ]
      : []),
    ...(status === "deleted"
      ? []
      : [{ action: "users.delete", label: "Move to the bin", Icon: Trash2, Dialog: BinDialog, danger: true } as const]),
    { action: "users.erase", label: "Delete for good", Icon: Eraser, Dialog: EraseDialog, danger: true },
  ];
}
