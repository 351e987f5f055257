"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { inputClass } from "#components/ui/field.tsx";
import { Spinner } from "#components/ui/spinner.tsx";

const pause = 250;

interface Props {
  /** What the list shows now. */
  query: string;
  busy: boolean;
  /** Called when somebody paused typing, or pressed Enter. */
  onSearch: (query: string) => void;
}

/** Search as you type. `/` jumps here from anywhere on the page. */
export function UserSearch({ query, busy, onSearch }: Props) {
  const [text, setText] = useState(query);
  const [shown, setShown] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  const wanted = text.trim();

  if (shown !== query) {
    setShown(query);
    if (query !== wanted) setText(query);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: counts from the last key, not from the last render
  useEffect(() => {
    if (wanted === query) return;
    const timer = setTimeout(() => onSearch(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted]);

  useSlash(() => input.current?.focus());

  return (
    <search className="mb-4 block">
      <form
        className="relative max-w-md"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(wanted);
        }}
      >
        <span className="pointer-events-none absolute inset-y-0 left-3 grid place-items-center text-muted-foreground [&_svg]:size-4">
          {busy ? <Spinner /> : <Search aria-hidden />}
        </span>
        <input
          ref={input}
          type="search"
          name="q"
          aria-label="Search users"
          aria-keyshortcuts="/"
          placeholder="E-mail address or name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={cn(inputClass, "peer pl-9")}
        />
        {text === "" && (
          <kbd className="pointer-events-none absolute top-1/2 right-2.5 hidden -translate-y-1/2 rounded border border-border px-1.5 font-sans text-xs text-muted-foreground peer-focus:hidden md:block">
            /
          </kbd>
        )}
      </form>
    </search>
  );
}

/** Calls back when `/` is pressed outside a text field. */
function useSlash(callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
