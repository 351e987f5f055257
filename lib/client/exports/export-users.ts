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

const ready: ExportRun = { state: "ready", read: 0, total: undefined, problem: undefined, file: undefined };

/** An export under way: read part by part, written as one file by the browser. What was read stays for another try. */
export function useExport(whom: Whom, choice: ExportChoice) {
  const idsOfAll = useIdsOfAll();
  const [run, setRun] = useState<ExportRun>(ready);
  const work = useRef<{ so: Collected; batch: string; stop: boolean; scope?: Scope }>(undefined);

  /** Identity can search by text alone; whom filters leave is asked of the snapshot once, and then read by id. */
  async function scopeOf(): Promise<Scope> {
    if ("ids" in whom) return whom;
    return isFiltered(whom.view) ? { ids: await idsOfAll(whom.view) } : { q: whom.view.q };
  }

  async function start(): Promise<void> {
    const now = work.current ?? { so: nothingYet(), batch: crypto.randomUUID().replaceAll("-", ""), stop: false };
    work.current = now;
    now.stop = false;
    const { so, batch } = now;
    const tell = (more: Partial<ExportRun>) => setRun({ ...ready, read: so.rows.size, total: so.total, ...more });
    tell({ state: "running" });
    const onPart = () => {
      tell({ state: "running" });
      return !now.stop;
    };
    try {
      now.scope ??= await scopeOf();
      const { scope } = now;
      const ask = (body: Parameters<typeof call<typeof exportUsers>>[1]["body"]) => call(exportUsers, { body });
      const whole = await collect(so, { scope, shared: { ...choice, batch }, ask, onPart });
      if (!whole) return tell({ state: "stopped" });
      tell({ state: "done", file: save(so, choice) });
      work.current = undefined;
    } catch (error) {
      tell({ state: "failed", problem: messageOf(error) });
    }
  }

  return {
    run,
    start: () => void start(),
    stop: () => {
      if (work.current) work.current.stop = true;
    },
  };
}

/** Hands the file to the browser, as a download. */
function save({ rows }: Collected, { columns, format }: ExportChoice): string {
  const { head, row, tail, type } = writerFor(format, columns);
  return saveFile([head, ...[...rows.values()].map(row), tail], { name: "users", ending: format, type });
}
