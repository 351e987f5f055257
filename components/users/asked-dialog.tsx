import { type ComponentType, type ReactNode, Suspense, useState } from "react";
import type { UserDetail } from "#lib/contract/users.ts";
import type { UserAction, UserDialogProps } from "./user-action.ts";

interface AskedDialog {
  /** To be put into the page; nothing while nothing is asked. */
  dialog: ReactNode;
  /** Does the action, or opens what it asks; afterwards the focus goes back to `from`. */
  start: (action: UserAction, from: HTMLElement | null) => void;
}

/** Starts actions on a person, and holds the dialog of the one that asks first. */
export function useAskedDialog(user: UserDetail): AskedDialog {
  const [asked, setAsked] = useState<{ Dialog: ComponentType<UserDialogProps>; from: HTMLElement | null }>();
  function close(): void {
    setAsked(undefined);
    asked?.from?.focus();
  }
  return {
    dialog: asked && (
      <Suspense>
        <asked.Dialog user={user} onClose={close} />
      </Suspense>
    ),
    start({ run, Dialog }, from) {
      run?.();
      if (Dialog) setAsked({ Dialog, from });
    },
  };
}
