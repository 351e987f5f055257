"use client";

import type { UsersView } from "#lib/client/users-view.ts";
import { ColumnsEditor } from "./columns-editor.tsx";
import { FilterEditor } from "./filter-editor.tsx";
import { SavedViews } from "./saved-views.tsx";

export type Panel = "filters" | "columns" | "views";

export interface PanelProps {
  view: UsersView;
  onView: (change: Partial<UsersView>, entry?: "push" | "replace") => void;
  onClose: () => void;
}

const panels = { filters: FilterEditor, columns: ColumnsEditor, views: SavedViews };

/** The dialogs of the list's bar, loaded together when the first of them is opened. */
export function UsersPanel({ panel, ...props }: PanelProps & { panel: Panel }) {
  const Dialog = panels[panel];
  return <Dialog {...props} />;
}
