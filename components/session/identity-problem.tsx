import { Notice } from "#components/ui/notice.tsx";
import { toIdentityError } from "#lib/client/identity-error.ts";

/** What Identity said no with; nothing while there is no error. */
export function IdentityProblem({ error }: { error: unknown }) {
  if (error === undefined) return null;
  return (
    <Notice role="alert" tone="bad">
      {toIdentityError(error).message}
    </Notice>
  );
}
