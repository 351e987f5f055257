"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { instead } from "#components/ui/instead.ts";
import { keepColumns } from "#lib/client/own-columns.ts";
import { type Column, columnNames, columnsOf, usualColumns } from "#lib/client/users-view.ts";
import type { PanelProps } from "./panel-props.ts";
import { userColumns } from "./user-columns.tsx";

interface Draft {
  order: readonly Column[];
  shown: readonly Column[];
}

/** Shown ones first, in their order; the others wait behind them. */
function draftOf(shown: readonly Column[]): Draft {
  return { order: [...shown, ...columnNames.filter((name) => !shown.includes(name))], shown };
}

/** Which columns the list has and in which order. Kept in this browser, and in the address where it differs. */
export function ColumnsEditor({ view, onView, onClose }: PanelProps) {
  const [{ order, shown }, setDraft] = useState(draftOf(view.columns));
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);

  function move(column: Column, by: 1 | -1): void {
    const from = order.indexOf(column);
    const next = order.filter((name) => name !== column);
    next.splice(from + by, 0, column);
    setDraft({ order: next, shown });
    setSaid(`${userColumns[column].title} is now column ${from + by + 1}.`);
  }

  function apply(): void {
    const columns = columnsOf(order.filter((name) => shown.includes(name)));
    keepColumns(columns);
    onView({ columns, page: view.page });
    onClose();
  }

  return (
    <Dialog title="Columns" onClose={onClose}>
      <form className="mt-4 grid gap-4" onSubmit={instead(apply)}>
        <ol ref={list} className="grid gap-0.5 rounded-xl border border-border p-1">
          {order.map((column, index) => (
            <li key={column} className="flex items-center">
              <Choice
                type="checkbox"
                className="flex-1"
                label={userColumns[column].title}
                checked={shown.includes(column)}
                disabled={column === "email"}
                onChange={(event) =>
                  setDraft({
                    order,
                    shown: event.target.checked ? [...shown, column] : shown.filter((name) => name !== column),
                  })
                }
              />
              <Mover column={column} by={-1} disabled={index <= 1} onMove={move} />
              <Mover column={column} by={1} disabled={index === 0 || index === order.length - 1} onMove={move} />
            </li>
          ))}
        </ol>
        <p role="status" className="sr-only">
          {said}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit">Show these columns</Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="ghost" className="ml-auto" onClick={() => setDraft(draftOf(usualColumns))}>
            Usual columns
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface MoverProps {
  column: Column;
  by: 1 | -1;
  disabled: boolean;
  onMove: (column: Column, by: 1 | -1) => void;
}

/** Keeps the focus at the end of the list too: it only says that it does nothing. */
function Mover({ column, by, disabled, onMove }: MoverProps) {
  const direction = by < 0 ? "up" : "down";
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={`Move ${userColumns[column].title} ${direction}`}
      aria-disabled={disabled}
      onClick={() => !disabled && onMove(column, by)}
    >
      {by < 0 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
    </Button>
  );
}
