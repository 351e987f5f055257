import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { currentAccount } from "./account.ts";
import { missingSettings } from "./arrival.ts";
import {
  afterSignIn,
  type Door,
  enter,
  follow,
  meanwhile,
  setPassword,
  type View,
  whileFollowing,
} from "./front-door.ts";
import { takeMailLink } from "./mail-link.ts";
import { isPasswordDue } from "./password-due.ts";

export interface FrontDoor {
  view: View;
  /** To be called when the sign-in form succeeded. */
  signedIn: () => Promise<void>;
  /** Sets the password that a link asked for. @throws IdentityError */
  setPassword: (password: string) => Promise<void>;
  showSignIn: () => void;
}

/** Lands links from mails, finds out who is there, and sends everybody where they belong. */
export function useFrontDoor(): FrontDoor {
  const [view, show] = useState<View>({ show: "opening" });
  const router = useRouter();
  const begun = useRef(false);
  const door: Door = { show, go: (path) => router.replace(path) };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per arrival; a link is good for one use
  useEffect(() => {
    const onHash = () => {
      const link = takeMailLink();
      if (link) void meanwhile(door, whileFollowing(link), () => follow(door, link));
      return link !== undefined;
    };
    if (!begun.current) {
      begun.current = true;
      if (!onHash()) open(door);
    }
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);

  return {
    view,
    signedIn: () => afterSignIn(door, view),
    setPassword: (password) => setPassword(door, view, password),
    showSignIn: () => show({ show: "sign-in" }),
  };
}

function open(door: Door): void {
  const account = currentAccount();
  if (account && isPasswordDue(account.id)) return void door.show({ show: "new-password" });
  if (account) return void meanwhile(door, "Opening the desk…", () => enter(door, "form"));
  door.show({ show: "sign-in" });
  void missingSettings().then((message) => {
    if (message) door.show({ show: "not-configured", message });
  });
}
