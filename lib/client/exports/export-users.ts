import { useRef, useState } from "react";
import { call, messageOf } from "#lib/client/api.ts";
import { useIdsOfAll } from "#lib/client/ids-of-all.ts";
import { isFiltered, type UsersView } from "#lib/client/users-view.ts";
import { type ExportColumn, type ExportFormat, exportUsers } from "#lib/contract/exports.ts";
import { type Collected, collect, nothingYet, type Scope } from "./collect.ts";
import { writerFor } from "./format.ts";
import { saveFile } from "./save-file.ts";

/** Whom an export is about: those chosen, or everybody whom a list shows on all its pages. */
export type Whom = { ids: readonly string[] } | { view: Pick<UsersView, "q" | "filters"> };

export interface ExportChoice {
  columns: ExportColumn[];
  format: ExportFormat;
}

export interface ExportRun {
  state: "ready" | "running" | "stopped" | "failed" | "done";
  read: number;
  total: number | undefined;
  problem: string | undefined;
  /** The name of the file, once it is written. */
  file: string | undefined;
}

/** What was read so far, for whom, and how to end the request under way. */
interface Work {
  so: Collected;
  batch: string;
  halt: AbortController;
  scope?: Scope;
}

const ready: ExportRun = { state: "ready", read: 0, total: undefined, problem: undefined, file: undefined };

/** An export under way: read part by part, written as one file by the browser. What was read stays for another try. */
export function useExport(whom: Whom, choice: ExportChoice) {
  const idsOfAll = useIdsOfAll();
  const [run, setRun] = useState<ExportRun>(ready);
  const work = useRef<Work>(undefined);

  /** Identity can search by text alone; whom filters leave is asked of the snapshot once, and then read by id. */
  async function scopeOf(): Promise<Scope> {
    if ("ids" in whom) return whom;
    return isFiltered(whom.view) ? { ids: await idsOfAll(whom.view) } : { q: whom.view.q };
  }

  async function start(): Promise<void> {
    const halt = new AbortController();
    const { signal } = halt;
    const begun = work.current ?? { so: nothingYet(), batch: crypto.randomUUID().replaceAll("-", "") };
    const now: Work = { ...begun, halt };
    work.current = now;
    const { so, batch } = now;
    const tell = (more: Partial<ExportRun>) => setRun({ ...ready, read: so.rows.size, total: so.total, ...more });
    tell({ state: "running" });
    const onPart = () => {
      tell({ state: "running" });
      return !signal.aborted;
    };
    try {
      now.scope ??= await scopeOf();
      const { scope } = now;
      const ask = (body: Parameters<typeof call<typeof exportUsers>>[1]["body"]) => call(exportUsers, { body, signal });
      const whole = await collect(so, { scope, shared: { ...choice, batch }, ask, onPart });
      if (!whole) return tell({ state: "stopped" });
      tell({ state: "done", file: save(so, choice) });
      work.current = undefined;
    } catch (error) {
      tell(signal.aborted ? { state: "stopped" } : { state: "failed", problem: messageOf(error) });
    }
  }

  return {
    run,
    start: () => void start(),
    /** At once, also on a line that hangs. */
    stop: () => work.current?.halt.abort(),
  };
}

/** Hands the file to the browser, as a download. */
function save({ rows }: Collected, { columns, format }: ExportChoice): string {
  const { head, row, tail, type } = writerFor(format, columns);
  return saveFile([head, ...[...rows.values()].map(row), tail], { name: "users", ending: format, type });
}
