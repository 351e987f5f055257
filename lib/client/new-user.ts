import { useMemo, useState } from "react";
import { CreateUser } from "#lib/contract/new-user.ts";
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

export interface NewUserOptions {
  /** The check of this address said already that going on takes a reason. */
  asksForReason: boolean;
  /** Sure to be refused without one; whoever may go on is asked for it before that. */
  mustGiveReason: boolean;
  onCreated: (result: CreatedUser, asked: NewUser) => void;
}

/** Checks a draft as the server will, sends it once, and says what stood in the way. */
export function useNewUser(
  draft: NewUserDraft,
  { asksForReason, mustGiveReason, onCreated }: NewUserOptions,
): NewUserSubmit {
  const create = useCreateUser();
  const [knownEmail, setKnownEmail] = useState<string>();
  const known = asksForReason || (knownEmail !== undefined && knownEmail === draft.email.trim());
  const { submit, busy, error } = useSubmit(async () => {
    if (mustGiveReason && draft.reason.trim() === "") {
      throw new ApiError("invalid", "Give a reason to create it anyway.", { field: "reason" });
    }
    const body = parseDraft(draft, known);
    try {
      onCreated(await create(body), body);
    } catch (thrown) {
      if (thrown instanceof ApiError && isAboutDirectory(thrown)) setKnownEmail(draft.email.trim());
      throw thrown;
    }
  });
  // The same one for as long as it stands: it takes the focus when it appears, and only then.
  const problem = useMemo(() => (error === undefined ? undefined : problemOf(error)), [error]);
  return { submit: () => submit(undefined), busy, problem, known };
}

function isAboutDirectory(error: ApiError): boolean {
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
