import { UserText } from "#components/text/user-text.tsx";

/** A value of metadata as somebody reads it: texts as they are, all else as JSON; what is not there says so. */
export function FieldValue({ children: value }: { children: unknown }) {
  if (value === null || value === undefined) return <em className="text-muted-foreground">nothing</em>;
  if (value === "") return <em className="text-muted-foreground">empty</em>;
  return (
    <span className="wrap-anywhere font-mono text-[0.8125rem]">
      <UserText>{typeof value === "string" ? value : JSON.stringify(value)}</UserText>
    </span>
  );
}
