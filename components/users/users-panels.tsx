"use client";

import { ColumnsEditor } from "./columns-editor.tsx";
import { FilterEditor } from "./filter-editor.tsx";
import type { PanelProps } from "./panel-props.ts";
import { SavedViews } from "./saved-views.tsx";

export type Panel = "filters" | "columns" | "views";

const panels = { filters: FilterEditor, columns: ColumnsEditor, views: SavedViews };

/** The dialogs of the list's bar, loaded together when the first of them is opened. */
export function UsersPanel({ panel, ...props }: PanelProps & { panel: Panel }) {
  const Dialog = panels[panel];
  return <Dialog {...props} />;
}
