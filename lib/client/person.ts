import { useEffect } from "react";
import useSWR, { type SWRResponse, useSWRConfig } from "swr";
import useSWRInfinite, { type SWRInfiniteResponse, unstable_serialize } from "swr/infinite";
import { listActivity } from "#lib/contract/activity.ts";
import { listAudit } from "#lib/contract/audit.ts";
import type { Output } from "#lib/contract/endpoint.ts";
import { listLinks } from "#lib/contract/links.ts";
import { listNotes, removeNote, writeNote } from "#lib/contract/notes.ts";
import type { Action } from "#lib/contract/policy.ts";
import type { UserDetail, UserStatus } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

/** Asks again whenever the person is no longer as they were: then their story has gone on, too. */
function useAlongWith(user: UserDetail, again: () => unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: SWR keeps the same object as long as nothing in it differs
  useEffect(() => void again(), [user]);
}

/** What became of the links somebody was mailed. */
export function useLinks(user: UserDetail): SWRResponse<Output<typeof listLinks>, ApiError> {
  const account = useAccount();
  const found = useSWR<Output<typeof listLinks>, ApiError>(account ? [listLinks.name, user.id] : null, () =>
    call(listLinks, { params: { id: user.id } }),
  );
  useAlongWith(user, found.mutate);
  return found;
}

const PER_PAGE = "15";

function activityKey(id: string, cursor?: string): [string, string, string | undefined] {
  return [listActivity.name, id, cursor];
}

/** What somebody did and what was done to them, page by page, newest first; `setSize` asks for more. */
export function useActivity(user: UserDetail): SWRInfiniteResponse<Output<typeof listActivity>, ApiError> {
  const account = useAccount();
  const found = useSWRInfinite<Output<typeof listActivity>, ApiError>(
    (index: number, previous: Output<typeof listActivity> | null) => {
      if (!account || (index > 0 && !previous?.next)) return null;
      return activityKey(user.id, previous?.next);
    },
    ([, , cursor]: [string, string, string | undefined]) =>
      call(listActivity, { params: { id: user.id }, query: { cursor, limit: PER_PAGE } }),
    { keepPreviousData: true },
  );
  useAlongWith(user, found.mutate);
  return found;
}

export interface Notes extends Pick<SWRResponse<Output<typeof listNotes>, ApiError>, "data" | "error" | "mutate"> {
  write(text: string): Promise<void>;
  remove(note: string): Promise<void>;
}

/** What staff noted about somebody. Both changes come back with the list as it is then. */
export function useNotes(id: string): Notes {
  const account = useAccount();
  const { data, error, mutate } = useSWR<Output<typeof listNotes>, ApiError>(
    account ? [listNotes.name, id] : null,
    () => call(listNotes, { params: { id } }),
  );
  const { mutate: mutateAny } = useSWRConfig();
  const refreshActivity = () => mutateAny(unstable_serialize(() => activityKey(id)));
  return {
    data,
    error,
    mutate,
    async write(text) {
      await call(writeNote, { params: { id }, body: { text } });
      await Promise.all([mutate(), refreshActivity()]);
    },
    async remove(note) {
      await call(removeNote, { params: { id, note } });
      await Promise.all([mutate(), refreshActivity()]);
    },
  };
}

const decisions: Partial<Record<UserStatus, Action>> = {
  suspended: "users.suspend",
  rejected: "signups.decide",
  deleted: "users.delete",
};

/** The entry of our audit that put somebody into the status they are in, where it is one of ours. */
export function useDecision(user: UserDetail): Output<typeof listAudit>["entries"][number] | undefined {
  const account = useAccount();
  const action = decisions[user.status];
  const { data } = useSWR(account && action ? [listAudit.name, "decision", user.id, action] : null, () =>
    call(listAudit, { query: { target: user.id, action, outcome: "done", limit: "1" } }),
  );
  return data?.entries[0];
}
