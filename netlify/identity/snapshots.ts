import { messageOf } from "./http/errors.ts";
import { bundleOf, type Head, headOf, MAX_HEAD_BYTES, readBundle, type SnapshotPart } from "./snapshots/bundle.ts";
import { openShelf, type Shelf } from "./snapshots/shelf.ts";
import { SnapshotError } from "./snapshots/snapshot-error.ts";

export interface SavedSnapshot {
  name: string;
  /** ISO. */
  saved_at: string;
  people: number;
  bytes: number;
}

/** One that lies there and cannot be used, with the reason. */
export interface BadSnapshot {
  name: string;
  problem: string;
}

/** States with a name, to come back to. Saving, loading and removing happen one after the other. */
export interface Snapshots {
  /** Newest first, then the bad ones. */
  list(): (SavedSnapshot | BadSnapshot)[];
  /** Takes the place of one with this name. Rejects with SnapshotError. */
  save(name: string): Promise<SavedSnapshot>;
  /** All parts are checked before any is restored. Rejects with SnapshotError, and then everything is as it was. */
  load(name: string): Promise<SavedSnapshot>;
  remove(name: string): Promise<void>;
}

export interface SnapshotsOptions {
  /** Where they are kept, a file each; absent: in memory. */
  directory?: string;
  parts: readonly SnapshotPart[];
  people: () => number;
  /** Milliseconds. */
  now?: () => number;
  /** Runs when everything was restored. */
  loaded?: () => Promise<void>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

export function openSnapshots(options: SnapshotsOptions): Snapshots {
  const shelf = openShelf(options.directory);
  const inTurn = turns();
  return {
    list: () => listOf(shelf),
    save: (name) => inTurn(() => save(options, shelf, nameOf(name))),
    load: (name) => inTurn(() => load(options, shelf, nameOf(name))),
    remove: (name) =>
      inTurn(async () => {
        if (!shelf.remove(nameOf(name))) throw noSuch(name);
      }),
  };
}

/** One work after another, however many ask at once. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work);
    // Whoever asked is told of a failure; the next one is none the worse for it.
    last = run.catch(() => undefined);
    return run;
  };
}

function nameOf(name: string): string {
  if (NAME.test(name) && !name.endsWith(".")) return name;
  throw new SnapshotError(
    `"${name}" cannot be the name of a snapshot: use up to 60 letters, digits, dots, dashes and underscores, a letter or digit first.`,
  );
}

function noSuch(name: string): SnapshotError {
  return new SnapshotError(`There is no snapshot called ${name}.`, { missing: true });
}

function listOf(shelf: Shelf): (SavedSnapshot | BadSnapshot)[] {
  const all = shelf.names().map((name): SavedSnapshot | BadSnapshot => {
    const { bytes, start } = shelf.begin(name, MAX_HEAD_BYTES);
    const head = headOf(start);
    return head ? savedOf(name, head, bytes) : { name, problem: "It is damaged, or no snapshot of this server." };
  });
  const time = (entry: SavedSnapshot | BadSnapshot) => ("saved_at" in entry ? entry.saved_at : "");
  return all.sort((a, b) => (time(a) < time(b) ? 1 : -1));
}

function savedOf(name: string, { saved_at, people }: Head, bytes: number): SavedSnapshot {
  return { name, saved_at, people, bytes };
}

async function save({ parts, people, now = Date.now }: SnapshotsOptions, shelf: Shelf, name: string) {
  const images: Buffer[] = [];
  for (const part of parts) images.push(await part.image());
  const { head, bytes } = bundleOf(parts, images, { saved_at: new Date(now()).toISOString(), people: people() });
  try {
    await shelf.write(name, bytes);
  } catch (error) {
    throw new SnapshotError(`The snapshot could not be kept: ${messageOf(error)}. Make room, or see to its folder.`);
  }
  return savedOf(name, head, bytes.length);
}

async function load({ parts, loaded }: SnapshotsOptions, shelf: Shelf, name: string): Promise<SavedSnapshot> {
  const bytes = shelf.read(name);
  if (!bytes) throw noSuch(name);
  const { head, images } = readBundle(name, bytes, parts);
  const done: { part: SnapshotPart; before: Buffer }[] = [];
  try {
    for (const part of parts) {
      const before = await part.image();
      await part.restore(images.get(part.name) ?? Buffer.alloc(0));
      done.push({ part, before });
    }
  } catch (error) {
    for (const { part, before } of done.toReversed()) await part.restore(before);
    throw new SnapshotError(`The snapshot ${name} could not be restored, and all is as before: ${messageOf(error)}.`);
  }
  await loaded?.();
  return savedOf(name, head, bytes.length);
}
