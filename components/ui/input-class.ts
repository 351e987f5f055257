/** The looks of everything one types or chooses in. */
export const inputClass =
  "w-full min-h-11 rounded-lg border border-input bg-card px-3 py-2 text-base shadow-xs placeholder:text-muted-foreground focus-visible:border-primary focus-visible:outline-offset-0 aria-invalid:border-destructive md:min-h-9 md:py-1.5 md:text-sm";
