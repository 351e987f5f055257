interface Props {
  /** What is counted, for screen readers. */
  label: string;
  /** Absent while nobody knows how far it is. */
  done?: number | undefined;
  /** Absent where nobody knows how much there is. */
  total?: number | undefined;
  className?: string;
}

const looks =
  "h-2 appearance-none overflow-hidden rounded-full bg-muted [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-muted [&::-webkit-progress-value]:bg-primary indeterminate:motion-safe:animate-pulse indeterminate:bg-primary indeterminate:[&::-webkit-progress-bar]:bg-primary";

/** How far something is. Browsers colour their own as they like. */
export function ProgressBar({ label, done, total, className = "w-full" }: Props) {
  const value = total === undefined || done === undefined ? undefined : Math.min(done, total);
  return <progress aria-label={label} max={total} value={value} className={`${looks} ${className}`} />;
}
