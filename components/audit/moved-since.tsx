import type { Moved } from "#lib/client/undo.ts";
import { Changes } from "./changes.tsx";

/** What stands in the way of an undo: what the change left, against what is there now. */
export function MovedSince({ moved: { left, now } }: { moved: Moved }) {
  return (
    <div className="grid max-h-60 gap-1 overflow-y-auto">
      <p className="font-medium">Since this change:</p>
      <Changes before={left} after={now} />
    </div>
  );
}
