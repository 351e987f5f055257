import { useState } from "react";
import type { Changed } from "#lib/contract/user-changes.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { asWish, type Clash, clashesOf, type Fields, fieldChanges } from "./field-diff.ts";
import { useSubmit } from "./submit.ts";

export type Side = "mine" | "theirs";

export interface Wish {
  set: Fields;
  expected: Fields;
}

interface Work {
  /** The fields as the person began with them. */
  seen: Fields;
  send: (wish: Wish) => Promise<Changed>;
  /** The fields in a refusal's `current`, where they lie deeper than at its top. */
  currentOf?: (current: Fields) => Fields;
  /** Saved; undefined where nothing was left to save. */
  onSaved: (answer: Changed | undefined) => void;
  /** What is wanted after a clash was decided: what the form should show from now on. */
  onDecided: (wanted: Fields) => void;
}

interface Stand {
  base: Fields;
  wanted: Fields;
  current: Fields;
  clashes: Clash[];
}

export interface FieldEdit {
  save: (wanted: Fields) => void;
  busy: boolean;
  problem: { message: string; code: string; field: string | undefined } | undefined;
  /** Somebody types in this field: what the last try said of it is over. */
  typed: (field: string) => void;
  /** Fields that somebody else changed meanwhile, to be decided one by one; nothing was saved yet. */
  clashes: Clash[];
  /** Decides every clash and saves what is left. */
  decide: (sides: ReadonlyMap<string, Side>) => void;
  /** The fields as they are compared with: as they were seen, or as a clash showed them. */
  base: Fields;
}

/** Saves fields of one person against what was seen of them, and leads through what somebody else did to them meanwhile. */
export function useFieldEdit({ seen, send, currentOf = (current) => current, onSaved, onDecided }: Work): FieldEdit {
  const [base, setBase] = useState(seen);
  const [stand, setStand] = useState<Stand>();

  const { submit, busy, error, reset } = useSubmit(async (next: { base: Fields; wanted: Fields }) => {
    const changes = fieldChanges(next.base, next.wanted);
    if (changes.length === 0) return onSaved(undefined);
    try {
      onSaved(await send(asWish(changes)));
    } catch (thrown) {
      const current = thrown instanceof ApiError && thrown.code === "changed_meanwhile" ? thrown.current : undefined;
      if (current) meet({ ...next, current: currentOf(current) });
      throw thrown;
    }
  });

  function meet({ base: old, wanted, current }: Omit<Stand, "clashes">): void {
    setStand({ base: old, wanted, current, clashes: clashesOf({ seen: old, wanted, current }) });
  }

  function decide(sides: ReadonlyMap<string, Side>): void {
    if (!stand) return;
    const theirs = stand.clashes.filter(({ key }) => sides.get(key) !== "mine").map(({ key, now }) => [key, now]);
    const wanted = { ...stand.wanted, ...Object.fromEntries(theirs) };
    const fresh = { ...stand.base, ...stand.current };
    setStand(undefined);
    setBase(fresh);
    onDecided(wanted);
    submit({ base: fresh, wanted });
  }

  const clashes = stand?.clashes ?? [];
  const problem = error === undefined || stand ? undefined : problemOf(error);
  return {
    save: (wanted) => submit({ base, wanted }),
    busy,
    problem,
    typed(field) {
      if (problem?.field === field && problem.code === "invalid") reset();
    },
    clashes,
    decide,
    base,
  };
}

function problemOf(error: unknown): FieldEdit["problem"] {
  const { code, field } = error instanceof ApiError ? error : { code: "unexpected", field: undefined };
  return { message: messageOf(error), code, field };
}
