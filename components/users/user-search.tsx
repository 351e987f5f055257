"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { cn } from "#components/ui/class-names.ts";
import { inputClass } from "#components/ui/input-class.ts";
import { instead } from "#components/ui/instead.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { useCommands } from "#lib/client/commands.ts";
import { useTyped } from "#lib/client/typed.ts";

interface Props {
  /** What the list shows now. */
  query: string;
  busy: boolean;
  label?: string;
  /** Called when somebody paused typing, or pressed Enter. */
  onSearch: (query: string) => void;
}

/** Search as you type. `/` jumps here from anywhere on the page. */
export function UserSearch({ query, busy, label = "Search users", onSearch }: Props) {
  const { text, setText, settle } = useTyped(query, onSearch);
  const input = useRef<HTMLInputElement>(null);
  useCommands([{ id: "users.search", label: "Search the list", keys: "/", run: () => input.current?.focus() }]);
  return (
    <search className="min-w-60 flex-1 max-md:basis-full">
      <form className="relative md:max-w-md" onSubmit={instead(settle)}>
        <span className="pointer-events-none absolute inset-y-0 left-3 grid place-items-center text-muted-foreground [&_svg]:size-4">
          {busy ? <Spinner /> : <Search aria-hidden />}
        </span>
        <input
          ref={input}
          type="search"
          name="q"
          aria-label={label}
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
