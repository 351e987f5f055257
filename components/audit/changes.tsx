import { ArrowRight } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { cn } from "#components/ui/class-names.ts";
import { type ChangeLine, changeLines } from "#lib/client/audit-changes.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";

type Fields = NonNullable<AuditEntry["before"]>;

/** The fields that changed, as they were and as they became. */
export function Changes({ before, after }: { before?: Fields | undefined; after?: Fields | undefined }) {
  const lines = changeLines(before, after);
  if (lines.length === 0) return null;
  const onlyFacts = lines.every(({ kind }) => kind === "fact");
  return (
    <dl className={cn("flex gap-x-4 gap-y-1", onlyFacts ? "flex-wrap" : "flex-col")}>
      {lines.map((line) => (
        <div key={line.name} className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1">
          <dt className="min-w-0 wrap-anywhere text-muted-foreground">
            <UserText>{line.name}</UserText>:
          </dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-1">
            <Line line={line} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Line({ line }: { line: ChangeLine }) {
  if (line.kind === "fact") return <Values texts={line.texts} kind="plain" />;
  if (line.kind === "list") {
    return (
      <>
        <Values texts={line.kept} kind="kept" />
        <Values texts={line.removed} kind="removed" />
        <Values texts={line.added} kind="added" />
      </>
    );
  }
  const { was, is } = line;
  return (
    <>
      {was !== undefined && <Value text={was} kind="removed" />}
      {was !== undefined && is !== undefined && <ArrowRight aria-hidden className="size-3.5 text-muted-foreground" />}
      {is === undefined ? <span className="text-muted-foreground">taken away</span> : <Value text={is} kind="added" />}
    </>
  );
}

function Values({ texts, kind }: { texts: readonly string[]; kind: Kind }) {
  return [...new Set(texts)].map((text) => <Value key={text} text={text} kind={kind} />);
}

const looks = {
  plain: { sign: "", word: "", tag: "bg-muted" },
  kept: { sign: "", word: "", tag: "bg-muted text-muted-foreground" },
  added: { sign: "+", word: "now ", tag: "bg-primary-soft" },
  removed: { sign: "−", word: "was ", tag: "bg-destructive-soft line-through decoration-destructive" },
};
type Kind = keyof typeof looks;

/** More than this is folded: a whole JSON would push the next entry out of sight. */
const longest = 160;

function Value({ text, kind }: { text: string; kind: Kind }) {
  const { sign, word, tag } = looks[kind];
  const looksLike = cn("min-w-0 wrap-anywhere rounded px-1.5 py-0.5 text-[0.8125rem]", tag);
  const before = (
    <>
      {sign && <span aria-hidden>{sign} </span>}
      <span className="sr-only">{word}</span>
    </>
  );
  if (text.length <= longest) {
    return (
      <span className={looksLike}>
        {before}
        <UserText>{text}</UserText>
      </span>
    );
  }
  return (
    <details className={looksLike}>
      <summary className="cursor-pointer">
        {before}
        <UserText>{`${[...text].slice(0, 80).join("")}…`}</UserText>
      </summary>
      <UserText>{text}</UserText>
    </details>
  );
}
