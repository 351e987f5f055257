import { useEffect } from "react";
import * as z from "zod/mini";
import type { User } from "#lib/contract/users.ts";
import { currentAccount } from "./account.ts";

const Recent = z.array(z.object({ id: z.string(), email: z.string(), name: z.string() }));
export type RecentPerson = z.infer<typeof Recent>[number];

const most = 6;
const keyOf = (account: string) => `desk.recent.${account}`;

/** Keeps who was opened for the palette. It ends with the tab: names of people do not stay on a computer that others use. */
export function useRemembered({ id, email, name }: User): void {
  useEffect(() => {
    const account = currentAccount();
    if (!account) return;
    const others = recentPeople().filter((person) => person.id !== id);
    try {
      window.sessionStorage.setItem(keyOf(account.id), JSON.stringify([{ id, email, name }, ...others].slice(0, most)));
    } catch {
      // A browser that keeps nothing has no list of recent people; nothing else depends on it.
    }
  }, [id, email, name]);
}

/** Whom the signed-in person opened in this tab, newest first. */
export function recentPeople(): RecentPerson[] {
  const account = currentAccount();
  if (!account) return [];
  try {
    return Recent.safeParse(JSON.parse(window.sessionStorage.getItem(keyOf(account.id)) ?? "[]")).data ?? [];
  } catch {
    return [];
  }
}

/** For whoever signs in next in this tab. */
export function forgetRecentPeople(): void {
  const account = currentAccount();
  try {
    if (account) window.sessionStorage.removeItem(keyOf(account.id));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** For somebody who is gone for good. */
export function forgetRecentPerson(id: string): void {
  const account = currentAccount();
  const others = recentPeople().filter((person) => person.id !== id);
  try {
    if (account) window.sessionStorage.setItem(keyOf(account.id), JSON.stringify(others));
  } catch {
    // As above.
  }
}
