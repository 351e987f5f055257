import type { FormEvent } from "react";

/** A submit handler that does this instead of what the browser would do. */
export function instead(work: (form: HTMLFormElement) => unknown): (event: FormEvent<HTMLFormElement>) => void {
  return (event) => {
    event.preventDefault();
    work(event.currentTarget);
  };
}
