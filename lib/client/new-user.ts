import { useState } from "react";
import { CreateUser } from "#lib/contract/users.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { useSubmit } from "./submit.ts";
import { type CreatedUser, type NewUser, useCreateUser } from "./users.ts";

/** What the form holds, as typed. */
export interface NewUserDraft {
  email: string;
  name: string;
  roles: string[];
  access: NewUser["access"];
  reason: string;
}

interface FormProblem {
  message: string;
  /** The input at fault; undefined when it is none of them. */
  field: string | undefined;
}

export interface NewUserSubmit {
  submit: () => void;
  busy: boolean;
  /** Why the last try created nothing. */
  problem: FormProblem | undefined;
  /** A directory knows this very address, or could not be asked: going on takes a reason. */
  known: boolean;
}

/** Checks a draft as the server will, sends it once, and says what stood in the way. */
export function useNewUser(
  draft: NewUserDraft,
  onCreated: (result: CreatedUser, access: NewUser["access"]) => void,
): NewUserSubmit {
  const create = useCreateUser();
  const [knownEmail, setKnownEmail] = useState<string>();
  const known = knownEmail !== undefined && knownEmail === draft.email.trim();
  const { submit, busy, error } = useSubmit(async () => {
    const body = parseDraft(draft, known);
    try {
      onCreated(await create(body), body.access);
    } catch (thrown) {
      if (thrown instanceof ApiError && asksForReason(thrown)) setKnownEmail(draft.email.trim());
      throw thrown;
    }
  });
  return { submit: () => submit(undefined), busy, problem: error === undefined ? undefined : problemOf(error), known };
}

function asksForReason(error: ApiError): boolean {
  return error.code === "email_known" || error.code === "email_unchecked";
}

function parseDraft(draft: NewUserDraft, withReason: boolean): NewUser {
  const { email, name, roles, access, reason } = draft;
  const parsed = CreateUser.safeParse({
    email,
    name: name.trim() || undefined,
    roles,
    access,
    reason: withReason && reason.trim() ? reason : undefined,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError("invalid", issue?.message ?? "", { field: issue?.path.map(String).at(0) });
}

function problemOf(error: unknown): FormProblem {
  return { message: messageOf(error), field: error instanceof ApiError ? error.field : undefined };
}
