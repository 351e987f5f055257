"use client";

import { useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Clash } from "#lib/client/field-diff.ts";
import type { FieldEdit, Side } from "#lib/client/field-edit.ts";
import { FieldValue } from "./field-value.tsx";

interface Props {
  edit: FieldEdit;
  /** What a field is called, where its key is not its name. */
  nameOf?: (key: string) => string;
}

/** Somebody else was faster: each field as it was seen, as it is now, and as it was wanted, to choose one by one. */
export function Clashes({ edit, nameOf = (key) => key }: Props) {
  const [sides, setSides] = useState<ReadonlyMap<string, Side>>(new Map());
  const open = edit.clashes.filter(({ key }) => !sides.has(key)).length;
  return (
    <Notice ref={bringUp} role="alert" tone="warn" title="Somebody else changed this meanwhile">
      <div className="grid gap-4 *:min-w-0">
        <p>
          Nothing of yours was saved yet. Choose what is to stand; whatever nobody else touched is saved as you wanted
          it.
        </p>
        {edit.clashes.map((clash) => (
          <ClashChoice
            key={clash.key}
            name={nameOf(clash.key)}
            clash={clash}
            side={sides.get(clash.key)}
            onChoose={(side) => setSides(new Map([...sides, [clash.key, side]]))}
          />
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <Button aria-disabled={open > 0} onClick={() => open === 0 && edit.decide(sides)}>
            {edit.clashes.length === 0 ? "Save again" : "Save my choice"}
          </Button>
          {open > 0 && (
            <span className="text-[0.8125rem]">{open === 1 ? "One field" : `${open} fields`} to choose.</span>
          )}
        </div>
      </div>
    </Notice>
  );
}

interface ChoiceProps {
  name: string;
  clash: Clash;
  side: Side | undefined;
  onChoose: (side: Side) => void;
}

function ClashChoice({ name, clash, side, onChoose }: ChoiceProps) {
  const option = (value: Side, label: string, shown: unknown) => (
    <label className="flex min-h-11 min-w-0 cursor-pointer items-start gap-2.5 rounded-lg border border-input bg-card p-2.5 has-checked:border-primary has-checked:bg-primary-soft">
      <input
        type="radio"
        name={`clash-${clash.key}`}
        checked={side === value}
        onChange={() => onChoose(value)}
        className="mt-0.5 size-4 shrink-0 accent-primary"
      />
      <span className="grid min-w-0 gap-0.5">
        <span className="font-medium">{label}</span>
        <FieldValue>{shown}</FieldValue>
      </span>
    </label>
  );
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">
        <UserText>{name}</UserText>
      </legend>
      <p className="mb-1.5 text-[0.8125rem] text-muted-foreground">
        You saw: <FieldValue>{clash.seen}</FieldValue>
      </p>
      <div className="grid gap-2 *:min-w-0 sm:grid-cols-2">
        {option("theirs", "Theirs, as it is now", clash.now)}
        {option("mine", "Mine", clash.wanted)}
      </div>
    </fieldset>
  );
}
