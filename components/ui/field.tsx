import { CircleAlert } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { cn } from "./class-names.ts";
import { inputClass } from "./input-class.ts";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  label: string;
  /** Shown beside the label of an input that may stay empty. */
  optional?: boolean;
  hint?: ReactNode;
  /** What is wrong with the input; it is then marked invalid and described by this. */
  error?: string;
  /** Sits at the end of the input, such as a button that shows the password. */
  end?: ReactNode;
}

/** A labelled text input. */
export function TextField({ label, optional, hint, error, end, className, ...input }: Props) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="ml-1.5 font-normal text-muted-foreground">optional</span>}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          className={cn(inputClass, "read-only:bg-muted", end && "pr-20")}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
        />
        {end && <div className="absolute inset-y-0 right-1 flex items-center">{end}</div>}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-1.5 text-[0.8125rem] font-medium text-destructive">
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
