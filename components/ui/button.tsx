import { cva, type VariantProps } from "class-variance-authority";
import type { ButtonHTMLAttributes, Ref } from "react";
import { cn } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

/** The looks of a button, for links that are one. */
export const buttonClass = cva(
  "inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium motion-safe:transition-colors aria-disabled:cursor-default aria-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground hover:bg-primary-hover",
        danger: "bg-destructive text-background hover:opacity-90",
        outline: "border border-input bg-card hover:bg-muted",
        ghost: "hover:bg-muted",
        link: "text-primary underline-offset-4 hover:underline",
      },
      size: {
        md: "min-h-11 px-4 md:min-h-9 md:px-3.5",
        sm: "min-h-11 px-3 text-[0.8125rem] md:min-h-8",
        bare: "min-h-11 md:min-h-6",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

interface Props extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof buttonClass> {
  /** Shows a spinner. The button keeps its place and its focus; whoever handles the click must not act twice. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ className, variant, size, busy, children, type = "button", ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || rest["aria-disabled"]}
      className={cn(buttonClass({ variant, size }), className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}
