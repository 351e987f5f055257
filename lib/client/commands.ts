import { useEffect, useId, useRef, useSyncExternalStore } from "react";

/** Something that can be done from where the person is: by the palette, and by a key where it has one. */
export interface Command {
  id: string;
  label: string;
  /** One key (`n`), or two in a row (`g u`). */
  keys?: string;
  /** The heading it is listed under; "This page" unless told. */
  group?: string;
  /** False for what makes sense by its key only, such as the next row. */
  inPalette?: false;
  run: () => void;
}

const none: readonly Command[] = [];
const byOwner = new Map<string, readonly Command[]>();
const listeners = new Set<() => void>();
let all = none;

/** Offers commands while the component is there. They may be made anew on each render. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const said = JSON.stringify(commands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `said` is what of the commands can be seen
  useEffect(() => {
    const runLatest = (id: string) => latest.current.find((command) => command.id === id)?.run();
    return offer(
      owner,
      commands.map((command) => ({ ...command, run: () => runLatest(command.id) })),
    );
  }, [owner, said]);
}

/** Adds commands under the name of who offers them; answers how to take them away. */
export function offer(owner: string, commands: readonly Command[]): () => void {
  byOwner.set(owner, commands);
  tell();
  return () => {
    byOwner.delete(owner);
    tell();
  };
}

/** What is on offer now, in the order it was added. */
export function currentCommands(): readonly Command[] {
  return all;
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, currentCommands, () => none);
}

/** Runs what a key, or two in a row, stand for; where two commands claim it, the one that came last. */
export function runKeys(keys: string): boolean {
  const command = all.findLast((one) => one.keys === keys);
  command?.run();
  return command !== undefined;
}

export function runCommand(id: string): void {
  all.findLast((one) => one.id === id)?.run();
}

function tell(): void {
  all = [...byOwner.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
