import { type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { cn } from "./class-names.ts";
import { FieldError } from "./field.tsx";
import { inputClass } from "./input-class.ts";

interface Props extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "id"> {
  label: string;
  /** What is wrong with the choice; it is then marked invalid and described by this. */
  error?: string | undefined;
  /** `<option>`s. */
  children: ReactNode;
}

/** A labelled choice of one, in the browser's own list. */
export function SelectField({ label, error, className, children, ...select }: Props) {
  const id = useId();
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        {...select}
        id={id}
        className={cn(inputClass, "cursor-pointer")}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      >
        {children}
      </select>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
