import { useEffect, useSyncExternalStore } from "react";
import { currentCommands, runCommand, runKeys } from "./commands.ts";

/** The command that Ctrl+K and ⌘K run; it has a modifier, so it works everywhere and cannot be switched off. */
export const PALETTE = "desk.palette";

const storageKey = "desk.shortcuts";
/** How long the second key of two may take. */
const patienceMs = 1_500;
/** Where keys are typed or mean something of their own. */
const busyWith =
  "input:not([type=radio], [type=checkbox]), textarea, select, dialog, [contenteditable], [popover]:popover-open";

const listeners = new Set<() => void>();

/** What a key means after the ones before it: a whole shortcut, the beginning of one, or nothing. Pure. */
export function afterKey(before: string, key: string, known: readonly string[]): { run?: string; pending: string } {
  const both = before ? `${before} ${key}` : key;
  if (known.includes(both)) return { run: both, pending: "" };
  if (known.some((keys) => keys.startsWith(`${both} `))) return { pending: both };
  return before ? afterKey("", key, known) : { pending: "" };
}

/** Listens for the shortcuts of all commands on offer, for as long as the desk is shown. */
export function useShortcutKeys(): void {
  useEffect(() => {
    let pending = "";
    let pressedAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (isPaletteKey(event)) {
        event.preventDefault();
        runCommand(PALETTE);
        return;
      }
      if (!isShortcut(event)) return;
      const known = currentCommands().flatMap(({ keys }) => keys ?? []);
      const fresh = event.timeStamp - pressedAt < patienceMs;
      const meant = afterKey(fresh ? pending : "", event.key, known);
      pending = meant.pending;
      pressedAt = event.timeStamp;
      if (meant.run && runKeys(meant.run)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function isPaletteKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "k" && ctrlKey !== metaKey && !altKey && !shiftKey;
}

function isShortcut(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, target } = event;
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented || !areShortcutsOn()) return false;
  if (key === "Shift" || document.querySelector("dialog:modal")) return false;
  return !(target instanceof Element && target.closest(busyWith));
}

/** Whether keys alone do something, and how to switch that. Kept in this browser (WCAG 2.2, 2.1.4). */
export function useShortcutsSwitch(): [boolean, (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, areShortcutsOn, () => true), switchShortcuts];
}

let onThisPage = true;

function areShortcutsOn(): boolean {
  try {
    return window.localStorage.getItem(storageKey) !== "off" && onThisPage;
  } catch {
    return onThisPage;
  }
}

function switchShortcuts(on: boolean): void {
  onThisPage = on;
  try {
    window.localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // Where the browser keeps nothing the choice lasts as long as the page, which is all that can be done.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
