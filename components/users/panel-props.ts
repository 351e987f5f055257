import type { UsersView } from "#lib/client/users-view.ts";

/** What each dialog of the list's bar gets. */
export interface PanelProps {
  view: UsersView;
  onView: (change: Partial<UsersView>, entry?: "push" | "replace") => void;
  onClose: () => void;
}
