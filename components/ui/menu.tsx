"use client";

import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, type ToggleEvent, useEffect, useId, useRef } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";

interface Props {
  /** On the button that opens it; also what the menu is called. */
  label: string;
  /** `MenuItem`s, and text between them. */
  children: ReactNode;
  /** The button, for whoever has to give the focus back. */
  ref?: Ref<HTMLButtonElement>;
}

/** A button with a menu below it. Arrow keys, Home and End go from item to item, Escape goes back to the button. */
export function Menu({ label, children, ref }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  // A window that is turned or made narrower moves the button.
  useEffect(() => {
    const place = () => list.current?.matches(":popover-open") && placeBelow(list.current, box.current);
    window.addEventListener("resize", place);
    return () => window.removeEventListener("resize", place);
  }, []);
  return (
    <span ref={box} className="inline-flex">
      <Button ref={ref} variant="outline" popoverTarget={id} aria-haspopup="menu">
        {label} <ChevronDown aria-hidden />
      </Button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={(event: ToggleEvent<HTMLDivElement>) => {
          if (event.newState !== "open") return;
          placeBelow(event.currentTarget, box.current);
          itemsOf(event.currentTarget)[0]?.focus();
        }}
        onKeyDown={(event) => list.current && move(event, list.current)}
        className="absolute inset-auto m-0 max-h-[min(32rem,80dvh)] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-border bg-card p-1.5 text-foreground shadow-xl"
      >
        {children}
      </div>
    </span>
  );
}

interface ItemProps {
  children: ReactNode;
  onChoose: () => void;
  /** Stays readable and can be reached, but does nothing. */
  disabled?: boolean;
  danger?: boolean | undefined;
}

/** Choosing one closes the menu first, so that what comes next finds the focus on the menu's button. */
export function MenuItem({ children, onChoose, disabled, danger }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabled}
      onClick={(event) => {
        if (disabled) return;
        event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
        onChoose();
      }}
      className={cn(
        "flex min-h-11 w-full cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-left outline-none md:min-h-9 [&_svg]:size-4 [&_svg]:shrink-0",
        "hover:bg-muted focus-visible:bg-muted focus-visible:outline-2 focus-visible:-outline-offset-2",
        "aria-disabled:cursor-default aria-disabled:bg-transparent aria-disabled:text-muted-foreground",
        danger && !disabled && "text-destructive",
      )}
    >
      {children}
    </button>
  );
}

/** Items that are there but not to be had, and why. */
export function MenuGroup({ note, children }: { note: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a menu
    <div role="group" aria-label={note} className="mt-1 border-t border-border pt-1">
      <p role="presentation" className="px-2.5 py-1.5 text-[0.8125rem] text-muted-foreground">
        {note}
      </p>
      {children}
    </div>
  );
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[role=menuitem]")];
}

/** Under the button, at its right edge, and never outside the window. It scrolls with the page, as the button does. */
function placeBelow(list: HTMLElement, box: HTMLElement | null): void {
  const button = box?.getBoundingClientRect();
  if (!button) return;
  const { width } = list.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - 8;
  const left = Math.max(8, Math.min(button.right, edge) - width);
  list.style.left = `${left + window.scrollX}px`;
  list.style.top = `${button.bottom + 4 + window.scrollY}px`;
}

function move(event: KeyboardEvent, list: HTMLElement): void {
  const items = itemsOf(list);
  const at = items.findIndex((item) => item.matches(":focus"));
  const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const target = targets[event.key];
  if (event.key === "Tab") list.hidePopover();
  if (target === undefined) return;
  event.preventDefault();
  items.at(target === items.length ? 0 : target)?.focus();
}
