import type { Call, Output } from "#lib/contract/endpoint.ts";
import { type ExportRow, exportChunk, type exportUsers } from "#lib/contract/exports.ts";

type Body = Call<typeof exportUsers>["body"];
/** Asks for one part. */
export type AskPart = (body: Body) => Promise<Output<typeof exportUsers>>;

/** Whom a part is asked of: those chosen, or everybody whom a search finds. */
export type Scope = { ids: readonly string[] } | { q: string };

/** What was read so far; a run that broke off goes on from here. */
export interface Collected {
  rows: Map<string, ExportRow>;
  total: number | undefined;
  cursor: Body["cursor"];
  /** Ids that were asked for. */
  asked: number;
  again: number;
}

export function nothingYet(): Collected {
  return { rows: new Map(), total: undefined, cursor: undefined, asked: 0, again: 0 };
}

const mostTimes = 3;

type Shared = Omit<Body, "ids" | "q" | "cursor">;

interface Run {
  scope: Scope;
  shared: Shared;
  ask: AskPart;
  /** Called after each part; answers whether to go on. */
  onPart: () => boolean;
}

/**
 * Reads everybody, part by part, each once. Where the number of people shrinks meanwhile, others have moved to pages that
 * were read already: then it reads once more from the start, three times at most.
 * @returns false when it was stopped
 */
export async function collect(so: Collected, { scope, shared, ask, onPart }: Run): Promise<boolean> {
  for (;;) {
    if ("ids" in scope && so.asked >= scope.ids.length) return true;
    const ids = "ids" in scope ? scope.ids.slice(so.asked, so.asked + exportChunk) : undefined;
    const part = await ask({
      ...shared,
      ...(ids ? { ids: [...ids] } : { q: "q" in scope ? scope.q : "", cursor: so.cursor }),
    });
    for (const row of part.rows) so.rows.set(String(row.id), row);
    if ("ids" in scope) {
      so.asked += ids?.length ?? 0;
      so.total = scope.ids.length;
    } else {
      const shrank = so.total !== undefined && part.total < so.total;
      so.total = part.total;
      so.cursor = part.next;
      if (shrank && so.again < mostTimes) {
        so.again += 1;
        so.cursor = undefined;
      } else if (!part.next) {
        onPart();
        return true;
      }
    }
    if (!onPart()) return false;
  }
}
