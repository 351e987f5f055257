import { randomUUID } from "node:crypto";

/** What a page says once after a form. An address carries only its number, so that no link can put words here. */
export interface Said {
  /** Returns the number. */
  keep(text: string): string;
  read(id: string | null): string | undefined;
}

const MAX_KEPT = 50;

export function openSaid(): Said {
  const kept = new Map<string, string>();
  return {
    keep(text) {
      const id = randomUUID().slice(0, 8);
      kept.set(id, text);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return id;
    },
    read: (id) => (id === null ? undefined : kept.get(id)),
  };
}
