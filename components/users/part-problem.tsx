import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Stands in a part of a page that could not be loaded, while the rest of the page works. */
export function PartProblem({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <Notice
      tone="bad"
      role="status"
      action={
        <Button variant="outline" size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {message}
    </Notice>
  );
}
