import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "type"> {
  type: "checkbox" | "radio";
  label: ReactNode;
  /** What choosing it means, or why it cannot be chosen. */
  hint?: ReactNode;
}

/** A checkbox or radio button with its label; the whole row can be pressed. */
export function Choice({ label, hint, className, ...input }: Props) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        "flex min-h-11 gap-3 rounded-lg px-3 py-2.5 md:min-h-9 md:py-2",
        input.disabled ? "cursor-default" : "cursor-pointer hover:bg-muted has-checked:bg-primary-soft",
        className,
      )}
    >
      <input
        {...input}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-primary"
      />
      <span className="grid min-w-0 gap-0.5">
        <span className={cn("wrap-anywhere font-medium", input.disabled && "text-muted-foreground")}>{label}</span>
        {hint && (
          <span id={`${id}-hint`} className="text-[0.8125rem] text-muted-foreground">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

interface GroupProps {
  legend: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** Choices that belong together, in one frame. */
export function ChoiceGroup({ legend, hint, children }: GroupProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={hint ? id : undefined} className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {hint && (
        <p id={id} className="-mt-1 mb-2 text-[0.8125rem] text-muted-foreground">
          {hint}
        </p>
      )}
      <div className="grid gap-0.5 rounded-xl border border-border bg-card p-1">{children}</div>
    </fieldset>
  );
}
