"use client";

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { cn } from "./class-names.ts";

interface Props {
  title: string;
  children: ReactNode;
  /** Called on Escape; without it the dialog stays until the page takes it away. */
  onClose?: () => void;
  /** For what needs the room, such as an editor. */
  wide?: boolean;
}

/** A native modal dialog: the browser keeps the focus inside and the page behind still. Open as long as it is rendered. */
export function Dialog({ title, children, onClose, wide }: Props) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);

  // A layout effect, so that it is closed while it is still in the page: only then the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // The browser would take the first field, also one that only shows something.
    dialog?.querySelector<HTMLElement>("input:not([readonly], [type=hidden]), textarea")?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      className={cn(
        "m-auto w-[calc(100%-2rem)] rounded-2xl border border-border bg-card p-6 text-foreground shadow-2xl backdrop:bg-black/50",
        wide ? "max-w-3xl" : "max-w-md",
      )}
    >
      <h2 id={id} className="text-lg font-semibold tracking-tight">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
