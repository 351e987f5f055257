import { useEffect, useState } from "react";

const pause = 250;

export interface Typed {
  text: string;
  setText: (text: string) => void;
  /** Takes what is typed at once. */
  settle: () => void;
}

/**
 * A text that counts once its writer pauses for a quarter of a second. When the settled text changes from outside, such
 * as by the Back button, it takes the place of what was typed.
 * @param settled what counts now
 */
export function useTyped(settled: string, onSettle: (text: string) => void): Typed {
  const [text, setText] = useState(settled);
  const [seen, setSeen] = useState(settled);
  const wanted = text.trim();

  if (seen !== settled) {
    setSeen(settled);
    if (settled !== wanted) setText(settled);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: counts from the last key, not from the last render
  useEffect(() => {
    if (wanted === settled) return;
    const timer = setTimeout(() => onSettle(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted]);

  return { text, setText, settle: () => onSettle(wanted) };
}
