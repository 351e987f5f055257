import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createCompaction } from "./compaction.ts";
import { diskTrouble } from "./disk-trouble.ts";
import { openJournal } from "./journal.ts";
import { JournalError } from "./journal-error.ts";
import { lockJournal } from "./journal-lock.ts";
import { type Change, DatabaseError } from "./rows.ts";
import { encodeTables } from "./snapshot-body.ts";
import { readSnapshot } from "./snapshot-file.ts";
import { applyAll, createTables, type Tables, type TablesView } from "./tables.ts";
import { draftOf } from "./whole-file.ts";

/** The journal and the snapshot beside it, which together hold the tables. */
export interface DataFiles {
  /** Writes one transaction; after a failure nothing of it is kept. Throws DatabaseError. */
  append(changes: Change[]): void;
  /** Resolves when everything appended so far is on the disk. Rejects with DatabaseError. */
  sync(): Promise<void>;
  /** Compacts, beside all other work, if the journal has grown enough. */
  compact(): void;
  /** Makes these encoded tables all that is kept, at once or not at all. Throws DatabaseError. */
  replace(body: Iterable<Buffer>): void;
  close(): Promise<void>;
}

export interface DataFilesOptions {
  /** Of the journal; the snapshot is `<path>.snapshot`. */
  path: string;
  /** Bytes that the journal may grow by before it is compacted into a snapshot. */
  compactAfter: number;
  /** Told what was found, before anything is asked of `view`. */
  found: (tables: Tables) => void;
  /** The tables as they are now. */
  view: () => TablesView;
  log: (line: string) => void;
}

/** Opens or creates both files. Throws JournalError, naming the file, when one cannot be used; both are left alone then. */
export function openDataFiles(options: DataFilesOptions): DataFiles {
  const unlock = lockJournal(options.path);
  try {
    return openLocked(options, unlock);
  } catch (error) {
    unlock();
    if (error instanceof JournalError) throw error;
    throw new JournalError(`cannot use ${options.path}: ${diskTrouble(error)}`);
  }
}

function openLocked({ path, compactAfter, found, view, log }: DataFilesOptions, unlock: () => void): DataFiles {
  const snapshotPath = `${path}.snapshot`;
  const snapshot = readSnapshot(snapshotPath);
  const tables = snapshot?.tables ?? createTables();
  const replay = (changes: Change[]) => applyAll(tables, changes);
  const lineage = randomBytes(8).toString("hex");
  const journal = openJournal({ path, snapshot: snapshot?.place, lineage, replay, log });
  found(tables);
  for (const draft of [draftOf(path), draftOf(snapshotPath), `${snapshotPath}.compacting`])
    rmSync(draft, { force: true });
  const compaction = createCompaction({ journal, path: snapshotPath, view, compactAfter, log });
  if (journal.isOld()) compaction.replace(encodeTables(view()));
  let isUnsafe = false;
  const replace = (body: Iterable<Buffer>) => {
    try {
      compaction.replace(body);
      isUnsafe = false;
    } catch (error) {
      throw new DatabaseError(`cannot write ${snapshotPath}: ${diskTrouble(error)}`);
    }
  };
  return {
    append(changes) {
      // What the disk lost once is not in the journal any more, though later lines would be: only a snapshot mends that.
      if (isUnsafe) replace(encodeTables(view()));
      journal.append(changes);
    },
    async sync() {
      try {
        await journal.sync();
      } catch (error) {
        isUnsafe = true;
        throw new DatabaseError(`cannot flush ${path}: ${diskTrouble(error)}`);
      }
    },
    compact: compaction.consider,
    replace,
    async close() {
      try {
        await journal.sync();
        await compaction.finish();
      } finally {
        journal.close();
        unlock();
      }
    },
  };
}
