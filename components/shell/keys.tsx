/** Keys to press, one after the other: `g u`. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex shrink-0 items-center gap-1 text-xs text-muted-foreground">
      {keys.split(" ").map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is what a key is known by
        <span key={index} className="contents">
          {index > 0 && "then"}
          <kbd className="min-w-5 rounded border border-border bg-card px-1.5 text-center font-sans">{key}</kbd>
        </span>
      ))}
    </span>
  );
}
