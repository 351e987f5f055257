"use client";

import { lazy, Suspense, useState } from "react";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import type { AuditView } from "#lib/client/audit-view.ts";
import { useSession } from "#lib/client/session.ts";
import type { AuditFormat } from "#lib/contract/audit-export.ts";

const ExportDialog = lazy(() => import("./export-dialog.tsx").then((module) => ({ default: module.ExportDialog })));

/** Writes the list as it is narrowed into a file, for whoever may export. */
export function ExportMenu({ view }: { view: AuditView }) {
  const [format, setFormat] = useState<AuditFormat>();
  const { data: session } = useSession();
  if (!session?.can.includes("exports.run")) return null;
  return (
    <>
      <Menu label="Export">
        <MenuItem onChoose={() => setFormat("csv")}>CSV, for spreadsheets</MenuItem>
        <MenuItem onChoose={() => setFormat("ndjson")}>NDJSON, an entry a line</MenuItem>
      </Menu>
      {format && (
        <Suspense>
          <ExportDialog view={view} format={format} onClose={() => setFormat(undefined)} />
        </Suspense>
      )}
    </>
  );
}
