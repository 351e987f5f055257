import { useState } from "react";
import type { Changed } from "#lib/contract/user-changes.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { useSubmit } from "./submit.ts";

export interface OneStep<Answer extends Changed> {
  reason: string;
  setReason: (reason: string) => void;
  run: () => void;
  busy: boolean;
  problem: { message: string; field: string | undefined } | undefined;
  /** What it came to. */
  answer: Answer | undefined;
}

/** Something that is done to a person at once, with a reason or without, and tells afterwards what follows from it. */
export function useOneStep<Answer extends Changed>(work: (reason: string) => Promise<Answer>): OneStep<Answer> {
  const [reason, setReason] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const { submit, busy, error } = useSubmit(async () => setAnswer(await work(reason)));
  const field = error instanceof ApiError ? error.field : undefined;
  return {
    reason,
    setReason,
    run: () => submit(undefined),
    busy,
    problem: error === undefined ? undefined : { message: messageOf(error), field },
    answer,
  };
}
