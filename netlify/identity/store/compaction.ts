import { rmSync, statSync } from "node:fs";
import { diskTrouble } from "./disk-trouble.ts";
import type { Place } from "./file-header.ts";
import type { Journal } from "./journal.ts";
import { encodeTables } from "./snapshot-body.ts";
import { snapshotOf } from "./snapshot-file.ts";
import type { TablesView } from "./tables.ts";
import { draftOf, putInPlace, writeDraft, writeDraftSlowly } from "./whole-file.ts";

/** Turns what the journal has grown by into a snapshot. A crash between any two steps leaves files that fit together. */
export interface Compaction {
  /** Begins one, beside all other work, when the journal has grown enough. */
  consider(): void;
  /** Makes these encoded tables the snapshot at once; one that is under way is given up. Throws what the disk says. */
  replace(body: Iterable<Buffer>): void;
  /** Waits for one under way, and does what is left to do. */
  finish(): Promise<void>;
}

export interface CompactionOptions {
  journal: Journal;
  /** Of the snapshot. */
  path: string;
  view: () => TablesView;
  /** Bytes that the journal may grow by, at least; with a large snapshot it is half of that. */
  compactAfter: number;
  log: (line: string) => void;
}

/** A start compacts this much earlier: nobody is kept waiting yet, and the next start is the faster for it. */
const EARLIER_AT_START = 4;

export function createCompaction({ journal, path, view, compactAfter, log }: CompactionOptions): Compaction {
  let limit = limitFor(path, compactAfter);
  let running: Promise<void> | undefined;
  let round = 0;

  const use = (draft: string, mark: Place) => {
    putInPlace(draft, path);
    limit = limitFor(path, compactAfter);
    // The journal as it is fits the new snapshot, too: it is only longer than it has to be.
    attempt(() => journal.goOnAfter(mark));
  };
  const postpone = (error: unknown) => {
    limit = journal.growth() + compactAfter;
    log(`cannot write ${path}: ${diskTrouble(error)}. The journal goes on, and it will be tried again`);
  };
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      postpone(error);
    }
  };
  const compactSlowly = async () => {
    const own = round;
    const mark = journal.mark();
    const draft = `${path}.compacting`;
    await writeDraftSlowly(
      draft,
      whileTrue(() => own === round, snapshotOf(mark, encodeTables(view()))),
    );
    await journal.sync();
    if (own === round) use(draft, mark);
    else rmSync(draft, { force: true });
  };
  const replace = (body: Iterable<Buffer>) => {
    round += 1;
    const mark = journal.mark();
    writeDraft(draftOf(path), snapshotOf(mark, body));
    use(draftOf(path), mark);
  };
  if (journal.growth() > limit / EARLIER_AT_START) limit = 0;
  return {
    consider() {
      if (running || journal.growth() <= limit) return;
      running = compactSlowly()
        .catch(postpone)
        .finally(() => {
          running = undefined;
        });
    },
    replace,
    async finish() {
      await running;
      if (journal.growth() > limit) attempt(() => replace(encodeTables(view())));
    },
  };
}

function limitFor(path: string, compactAfter: number): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return Math.max(compactAfter, size / 2);
}

function* whileTrue(isCurrent: () => boolean, chunks: Iterable<Buffer>): Generator<Buffer> {
  for (const chunk of chunks) {
    if (!isCurrent()) return;
    yield chunk;
  }
}
