import { useRef, useState } from "react";
import { call, messageOf } from "#lib/client/api.ts";
import { type AuditView, auditQuery } from "#lib/client/audit-view.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { type AuditFormat, exportAudit } from "#lib/contract/audit-export.ts";
import { auditFile } from "./audit-file.ts";
import { saveFile } from "./save-file.ts";

export interface AuditRun {
  state: "running" | "stopped" | "failed" | "done";
  read: number;
  /** How far back it has looked. RFC 3339. */
  searchedTo?: string | undefined;
  problem?: string;
  /** The name of the file, once it is written. */
  file?: string;
}

/** An export of the audit: read part by part, written as one file by the browser. What was read stays for another try. */
export function useAuditExport(view: AuditView, format: AuditFormat) {
  const [run, setRun] = useState<AuditRun>({ state: "running", read: 0 });
  const work = useRef({
    run: crypto.randomUUID().replaceAll("-", ""),
    entries: [] as AuditEntry[],
    cursor: undefined as string | undefined,
    searchedTo: undefined as string | undefined,
    halt: new AbortController(),
  });

  async function start(): Promise<void> {
    const now = work.current;
    now.halt = new AbortController();
    const { signal } = now.halt;
    const tell = (more: Partial<AuditRun> = {}) =>
      setRun({ state: "running", read: now.entries.length, searchedTo: now.searchedTo, ...more });
    tell();
    try {
      do {
        const query = { ...auditQuery(view), format, run: now.run, cursor: now.cursor };
        const part = await call(exportAudit, { query, signal });
        now.entries.push(...part.entries);
        now.cursor = part.next;
        now.searchedTo = part.searchedTo;
        if (signal.aborted) return tell({ state: "stopped" });
        tell();
      } while (now.cursor);
      const type = format === "csv" ? "text/csv;charset=utf-8" : "application/x-ndjson;charset=utf-8";
      tell({ state: "done", file: saveFile(auditFile(now.entries, format), { name: "audit", ending: format, type }) });
    } catch (error) {
      tell(signal.aborted ? { state: "stopped" } : { state: "failed", problem: messageOf(error) });
    }
  }

  return {
    run,
    start: () => void start(),
    /** At once, also on a line that hangs. */
    stop: () => work.current.halt.abort(),
  };
}
