import { Notice } from "#components/ui/notice.tsx";

/** Said before what has no way back. */
export function OnceOnly({ children }: { children: string }) {
  return (
    <Notice tone="warn" title="This cannot be undone">
      {children}
    </Notice>
  );
}
