import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Action } from "#lib/contract/policy.ts";
import type { UserDetail } from "#lib/contract/users.ts";

export interface UserDialogProps {
  user: UserDetail;
  /** Takes the dialog away; the focus goes back to where it was opened. */
  onClose: () => void;
}

/** Something that can be done to a person. A list of these holds only what makes sense in their present status. */
export interface UserAction {
  /** What the viewer needs in `can`. */
  action: Action;
  label: string;
  Icon: LucideIcon;
  /** Either goes at once … */
  run?: () => void;
  /** … or asks first: a `lazy` component, loaded when it is wanted. */
  Dialog?: ComponentType<UserDialogProps>;
  /** Cannot be taken back, or locks somebody out. */
  danger?: boolean;
  /** Worth a button of its own; the first two that the viewer may do get one. */
  prominent?: boolean;
}
