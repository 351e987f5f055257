import { UserText } from "#components/text/user-text.tsx";
import type { FieldChange } from "#lib/client/field-diff.ts";
import { FieldValue } from "./field-value.tsx";

const words = { added: "added", changed: "changed", removed: "will be removed" } as const;
const tones = { added: "text-good", changed: "text-primary", removed: "text-destructive" } as const;

/** What saving would send: only these keys, all others stay. Undefined while what is written is not clear. */
export function MetadataChanges({ changes }: { changes: FieldChange[] | undefined }) {
  return (
    <section aria-label="What will be saved" className="rounded-lg bg-muted p-3">
      <h3 className="font-medium">What will be saved</h3>
      {changes === undefined && <p className="text-muted-foreground">That shows once what is written is clear.</p>}
      {changes?.length === 0 && <p className="text-muted-foreground">Nothing: it is as it was.</p>}
      {changes && changes.length > 0 && (
        <ul className="mt-1 grid max-h-48 gap-1.5 overflow-auto">
          {changes.map(({ key, kind, before, after }) => (
            <li key={key} className="wrap-anywhere">
              <strong className="font-medium">
                <UserText>{key}</UserText>
              </strong>{" "}
              <span className={tones[kind]}>{words[kind]}</span>
              {kind !== "removed" && ": "}
              {kind === "changed" && (
                <>
                  <del className="no-underline opacity-70">
                    <FieldValue>{before}</FieldValue>
                  </del>{" "}
                  →{" "}
                </>
              )}
              {kind !== "removed" && <FieldValue>{after}</FieldValue>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
