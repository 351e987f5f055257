import { SearchX, Trash2 } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button } from "#components/ui/button.tsx";
import type { BinView } from "#lib/client/bin.ts";

/** Stands where the people in the bin would, and says why there are none. */
export function BinEmpty({ view, total, onView }: { view: BinView; total: number; onView: (view: BinView) => void }) {
  if (total > 0) {
    return (
      <BlankSlate
        Icon={SearchX}
        title="Nobody on this page"
        action={<Button onClick={() => onView({ ...view, page: 1 })}>Go to the first page</Button>}
      >
        The list is shorter than that by now.
      </BlankSlate>
    );
  }
  if (view.q) {
    return (
      <BlankSlate
        Icon={SearchX}
        title="Nobody found"
        action={<Button onClick={() => onView({ q: "", page: 1 })}>Clear search</Button>}
      >
        Nobody in the bin has “<UserText>{view.q}</UserText>” in the e-mail address or name.
      </BlankSlate>
    );
  }
  return (
    <BlankSlate Icon={Trash2} title="The bin is empty">
      Whom you delete comes here first, so that a mistake can be taken back.
    </BlankSlate>
  );
}
