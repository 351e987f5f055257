"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { useCommands } from "#lib/client/commands.ts";
import { signOut, useSession } from "#lib/client/session.ts";
import { PALETTE, useShortcutKeys } from "#lib/client/shortcuts.ts";
import { pages } from "./pages.ts";

const Palette = lazy(() => import("./palette.tsx").then((module) => ({ default: module.Palette })));
const ShortcutsDialog = lazy(() =>
  import("./shortcuts-dialog.tsx").then((module) => ({ default: module.ShortcutsDialog })),
);

/** What works on every page: the palette, the list of shortcuts, the ways to all pages. */
export function Keyboard() {
  const [open, setOpen] = useState<"palette" | "shortcuts">();
  const { data: session } = useSession();
  const router = useRouter();
  const close = () => setOpen(undefined);
  useShortcutKeys();
  const go = { group: "Go to" } as const;
  const desk = { group: "Desk" } as const;
  const newUser = { ...go, id: "go./users/new", label: "New user", keys: "n", run: () => router.push("/users/new") };
  useCommands([
    ...pages.map(({ href, label, keys }) => ({ ...go, id: `go.${href}`, label, keys, run: () => router.push(href) })),
    ...(session?.can.includes("users.create") ? [newUser] : []),
    { ...desk, id: PALETTE, label: "Search or jump", inPalette: false, run: () => setOpen("palette") },
    { ...desk, id: "desk.shortcuts", label: "Keyboard shortcuts", keys: "?", run: () => setOpen("shortcuts") },
    { ...desk, id: "desk.sign-out", label: "Sign out", run: () => void signOut() },
  ]);
  return (
    <Suspense>
      {open === "palette" && <Palette onClose={close} />}
      {open === "shortcuts" && <ShortcutsDialog onClose={close} />}
    </Suspense>
  );
}
