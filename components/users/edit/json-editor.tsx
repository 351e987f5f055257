"use client";

import { type UIEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldError } from "#components/ui/field.tsx";
import type { MetadataDraft } from "#lib/client/metadata-draft.ts";

const ROWS = 14;

/** The whole object as JSON, checked as it is typed: line and column of what is wrong, and what to do about it. */
export function JsonEditor({ draft }: { draft: MetadataDraft }) {
  const id = useId();
  const gutter = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const { problem, text } = draft;
  const lines = text.split("\n").length;

  function follow({ currentTarget }: UIEvent<HTMLTextAreaElement>): void {
    if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop;
  }

  function goToProblem(): void {
    if (!problem || !area.current) return;
    const before = text.split("\n").slice(0, problem.line - 1);
    const at = before.reduce((sum, line) => sum + line.length + 1, 0) + problem.column - 1;
    area.current.focus();
    area.current.setSelectionRange(at, Math.min(at + 1, text.length));
  }

  return (
    <div className="grid gap-2 *:min-w-0">
      <div className="flex items-end justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          JSON
        </label>
        <Button variant="outline" size="sm" aria-disabled={problem !== undefined} onClick={draft.format}>
          Format
        </Button>
      </div>
      <div className="flex overflow-hidden rounded-lg border border-input bg-card font-mono text-[0.8125rem] leading-5 shadow-xs focus-within:border-primary focus-within:outline-2 focus-within:outline-primary">
        <div
          ref={gutter}
          aria-hidden
          className="select-none overflow-hidden border-r border-border bg-muted px-2 py-2 text-right text-muted-foreground"
        >
          {Array.from({ length: lines }, (_, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its index
              key={index}
              className={problem?.line === index + 1 ? "font-bold text-destructive" : undefined}
            >
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          id={id}
          rows={ROWS}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          value={text}
          onChange={(event) => draft.write(event.target.value)}
          onScroll={follow}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem && `${id}-error`}
          className="min-w-0 flex-1 resize-none overflow-auto whitespace-pre bg-transparent p-2 text-base leading-5 outline-none md:text-[0.8125rem]"
        />
      </div>
      <div role="status" className="grid justify-items-start gap-1">
        {problem && (
          <>
            <FieldError id={`${id}-error`}>
              Line {problem.line}, column {problem.column}: {problem.message}
            </FieldError>
            <Button variant="link" size="bare" onClick={goToProblem}>
              Go there
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
