import { useSyncExternalStore } from "react";
import type { Moved } from "./undo.ts";

export interface Message {
  /** What happened, as a sentence without its full stop: "Roles saved". */
  title: string;
  body?: string;
  /** `good` unless told. */
  tone?: "good" | "info" | "warn" | "bad";
  /** The audit entry of the change, where it can be undone. */
  undo?: string;
  /** What stands in the way of it, as it was left and as it is now. */
  moved?: Moved;
  /** Where to read more. */
  link?: { href: string; label: string };
}

export interface Toast extends Message {
  id: number;
  /** How long it stays while nobody reads it; undefined where it waits to be put away. */
  stayMs: number | undefined;
}

const most = 3;
const shortMs = 8_000;
/** With something to press or to read: time to get there, also by keyboard or with a magnifier. */
const longMs = 20_000;

const none: readonly Toast[] = [];
const listeners = new Set<() => void>();
let shown = none;
let serial = 0;

/** Says what became of something the person did, at the edge of the page. What they have to act on belongs into the page. */
export function toast(message: Message): void {
  serial += 1;
  show([...shown, { ...message, id: serial, stayMs: stayOf(message) }].slice(-most));
}

/** Says something else in the place of a toast: what its Undo came to. */
export function replaceToast(id: number, message: Message): void {
  show(shown.map((old) => (old.id === id ? { ...message, id, stayMs: stayOf(message) } : old)));
}

export function dismissToast(id: number): void {
  show(shown.filter((old) => old.id !== id));
}

/** What is said now, oldest first. */
export function currentToasts(): readonly Toast[] {
  return shown;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, currentToasts, () => none);
}

function stayOf({ tone, body, undo, link }: Message): number | undefined {
  if (tone === "bad") return undefined;
  return undo || body || link ? longMs : shortMs;
}

function show(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
