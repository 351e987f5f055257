"use client";

import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useCommands } from "#lib/client/commands.ts";
import type { Whom } from "#lib/client/exports/export-users.ts";
import { useSession } from "#lib/client/session.ts";

const ExportDialog = lazy(() => import("./export-dialog.tsx").then((module) => ({ default: module.ExportDialog })));

interface Props {
  whom: Whom;
  /** Whom it is about, in words: "244 users", "3 chosen users". */
  who: string;
}

/** Opens the export of the list, or of what is chosen in it, for whoever may export. */
export function ExportButton({ whom, who }: Props) {
  const [open, setOpen] = useState(false);
  const { data: session } = useSession();
  const may = session?.can.includes("exports.run") ?? false;
  useCommands(may ? [{ id: "users.export", label: `Export ${who}`, run: () => setOpen(true) }] : []);
  if (!may) return null;
  return (
    <>
      <Button variant="outline" onClick={() => setOpen(true)}>
        <Download aria-hidden />
        Export
      </Button>
      {open && (
        <Suspense>
          <ExportDialog whom={whom} who={who} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
