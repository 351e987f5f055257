import { TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { addressWarning, visibleText } from "#lib/client/visible-text.ts";

/**
 * A text that somebody outside wrote: a name, an address, a reason. It keeps its own writing direction, and characters
 * that would hide or turn others around are shown by name.
 */
export function UserText({ children }: { children: string }) {
  return (
    <bdi>
      {visibleText(children).map((piece, index) =>
        "text" in piece ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
          <Fragment key={index}>{piece.text}</Fragment>
        ) : (
          <abbr
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={index}
            title={piece.name}
            className="mx-0.5 rounded bg-warn-soft px-1 font-mono text-[0.75em] text-warn no-underline"
          >
            {piece.mark}
          </abbr>
        ),
      )}
    </bdi>
  );
}

/** An e-mail address, with a word of warning where it looks like another one than it is. */
export function EmailText({ children }: { children: string }) {
  const warning = addressWarning(children);
  if (!warning) return <UserText>{children}</UserText>;
  return (
    <>
      <UserText>{children}</UserText>{" "}
      <span className="inline-flex items-baseline gap-1 whitespace-normal text-[0.8125rem] font-normal text-warn">
        <TriangleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5" />
        {warning}
      </span>
    </>
  );
}
