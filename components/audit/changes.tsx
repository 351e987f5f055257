import { ArrowRight } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { cn } from "#components/ui/class-names.ts";
import { roleChange } from "#lib/client/role-changes.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";

type Fields = NonNullable<AuditEntry["before"]>;

/** The fields that changed, as they were and as they became. */
export function Changes({ before = {}, after = {} }: { before?: Fields; after?: Fields }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return null;
  const isNew = Object.keys(before).length === 0;
  return (
    <dl className={cn("flex gap-x-4 gap-y-1", isNew ? "flex-wrap" : "flex-col")}>
      {changed.map((name) => (
        <div key={name} className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1">
          <dt className="text-muted-foreground">
            <UserText>{labels.get(name) ?? name}</UserText>:
          </dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-1">
            {isNew ? <Plain value={after[name]} /> : <Change before={before[name]} after={after[name]} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const labels = new Map([["email", "e-mail"]]);

/** What came about with the entry itself: nothing was there to compare it with. */
function Plain({ value }: { value: unknown }) {
  const values = isTexts(value) ? value : [print(value)];
  return values.length === 0 ? "none" : values.map((text) => <Value key={text} text={text} kind="plain" />);
}

function Change({ before, after }: { before: unknown; after: unknown }) {
  const lists = [before ?? [], after ?? []];
  const [was, is] = lists;
  if (isTexts(was) && isTexts(is)) return <ListChange was={was} is={is} />;
  return (
    <>
      {before !== undefined && <Value text={print(before)} kind="removed" />}
      {before !== undefined && after !== undefined && (
        <ArrowRight aria-hidden className="size-3.5 text-muted-foreground" />
      )}
      {after !== undefined && <Value text={print(after)} kind="added" />}
    </>
  );
}

function ListChange({ was, is }: { was: string[]; is: string[] }) {
  const { added, removed } = roleChange(was, is);
  const kept = is.filter((entry) => was.includes(entry));
  return (
    <>
      {kept.map((text) => (
        <Value key={text} text={text} kind="kept" />
      ))}
      {removed.map((text) => (
        <Value key={text} text={text} kind="removed" />
      ))}
      {added.map((text) => (
        <Value key={text} text={text} kind="added" />
      ))}
    </>
  );
}

const looks = {
  plain: { sign: "", word: "", tag: "bg-muted" },
  kept: { sign: "", word: "", tag: "bg-muted text-muted-foreground" },
  added: { sign: "+", word: "now ", tag: "bg-primary-soft" },
  removed: { sign: "−", word: "was ", tag: "bg-destructive-soft line-through decoration-destructive" },
};

function Value({ text, kind }: { text: string; kind: keyof typeof looks }) {
  const { sign, word, tag } = looks[kind];
  return (
    <span className={cn("min-w-0 wrap-anywhere rounded px-1.5 py-0.5 text-[0.8125rem]", tag)}>
      {sign && <span aria-hidden>{sign} </span>}
      <span className="sr-only">{word}</span>
      <UserText>{text}</UserText>
    </span>
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function print(value: unknown): string {
  if (value === "") return "empty";
  return typeof value === "string" ? value : JSON.stringify(value);
}
