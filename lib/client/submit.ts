import { useRef, useState } from "react";

export interface Submit<Value> {
  /** Starts the work; does nothing while it is already under way, however often somebody clicks. */
  submit: (value: Value) => void;
  busy: boolean;
  /** What the last try threw; undefined while a new one runs. */
  error: unknown;
  reset: () => void;
}

/** Runs a piece of work once at a time and remembers how it ended. */
export function useSubmit<Value>(work: (value: Value) => Promise<void>): Submit<Value> {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function run(value: Value): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await work(value);
    } catch (thrown) {
      setError(thrown);
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { submit: (value) => void run(value), busy, error, reset: () => setError(undefined) };
}
