import { useSWRConfig } from "swr";
import {
  type Changed,
  changeEmail,
  confirmUser,
  editMetadata,
  renameUser,
  sendLink,
  setPassword,
} from "#lib/contract/user-changes.ts";
import { getUser, type UserDetail } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import { clockOf, parseTime } from "./dates.ts";
import type { Wish } from "./field-edit.ts";
import { toast } from "./toasts.ts";
import { useRefresh } from "./users.ts";

interface Saying {
  /** "Name saved". */
  title: string;
  /** What a session that is open keeps: "the old name". */
  old?: string;
}

/** How long the old things may still be around, as a sentence. */
export function lingering({ bitesBy }: Pick<Changed, "bitesBy">, old: string): string | undefined {
  const until = parseTime(bitesBy);
  return until && `A session that is open now keeps ${old} until ${clockOf(until)} at the latest.`;
}

/** Says at the edge of the page that a change was saved, until when the old lingers, and offers to take it back. */
export function announce(answer: Changed, { title, old }: Saying): void {
  const said = [old && lingering(answer, old), ...answer.notices].filter(Boolean).join(" ");
  toast({ title, ...(said && { body: said }), ...(answer.entry && { undo: answer.entry }) });
}

/** What can be done to one person; each shows them everywhere as they are afterwards. */
export function useUserEdits({ id }: Pick<UserDetail, "id">) {
  const { mutate } = useSWRConfig();
  const refresh = useRefresh();
  const params = { id };

  async function shown<T extends Changed>(work: Promise<T>): Promise<T> {
    const answer = await work;
    await mutate([getUser.name, id], answer.user, { revalidate: false });
    await refresh();
    return answer;
  }

  const because = (reason: string) => ({ reason: reason.trim() || undefined });
  return {
    rename: ({ set, expected }: Wish, reason: string) =>
      shown(
        call(renameUser, {
          params,
          body: { name: String(set.name), expected: String(expected.name), ...because(reason) },
        }),
      ),
    editMetadata: (of: "user" | "app", { set, expected }: Wish, reason: string) =>
      shown(call(editMetadata, { params, body: { of, set, expected, ...because(reason) } })),
    changeEmail: ({ set, expected }: Wish, { reason, override }: { reason: string; override: boolean }) =>
      shown(
        call(changeEmail, {
          params,
          body: { email: String(set.email), expected: String(expected.email), reason, ...(override && { override }) },
        }),
      ),
    confirm: (reason: string) => shown(call(confirmUser, { params, body: because(reason) })),
    setPassword: (password: string | undefined, reason: string) =>
      shown(call(setPassword, { params, body: { password, ...because(reason) } })),
    sendLink: (reason: string) => shown(call(sendLink, { params, body: because(reason) })),
  };
}
