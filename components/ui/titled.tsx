import type { ReactNode } from "react";

/** The first words of a page outside the shell. */
export function Titled({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid gap-1">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children && <p className="text-pretty text-muted-foreground">{children}</p>}
    </div>
  );
}
