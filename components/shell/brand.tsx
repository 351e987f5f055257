/** Somebody behind a desk. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" className="fill-primary" />
      <g className="stroke-primary-foreground" fill="none" strokeWidth="1.8" strokeLinecap="round">
        <circle cx="12" cy="8.4" r="2.7" />
        <path d="M7.2 16.4v-.6a4.8 4.8 0 0 1 9.6 0v.6M4.8 18.6h14.4" />
      </g>
    </svg>
  );
}
